from django.urls import path

from forecasting import views
from forecasting.accuracy import views as accuracy
from forecasting.chances import views as chances
from forecasting.currencies import views as currencies
from forecasting.goals import views as goals
from forecasting.ledger import views as ledger
from forecasting.waterfall import views as waterfall
from forecasting.year import views as year

app_name = "forecasting"
urlpatterns = [
    path("forecast/", views.forecast, name="forecast"),
    path("forecast/submission/", ledger.submission, name="submission"),
    path("forecast/adjustment/", ledger.adjustment, name="adjustment"),
    path("forecast/quotas/", ledger.quotas, name="quotas"),
    path("forecast/goals/", goals.goals, name="goals"),
    path("forecast/currencies/", currencies.currencies, name="currencies"),
    path("forecast/fiscal-year/", year.year, name="year"),
    path("forecast/changes/", waterfall.changes, name="changes"),
    path("forecast/accuracy/", accuracy.accuracy, name="accuracy"),
    path("forecast/accuracy/<int:pk>/apply/", accuracy.calibrate, name="calibrate"),
    path("forecast/weight/", chances.weigh, name="weigh"),
    path("deals/<int:pk>/chances/", chances.deal_chances, name="deal-chances"),
]
