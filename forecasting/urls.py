from django.urls import path

from forecasting import views

app_name = "forecasting"
urlpatterns = [
    path("forecast/", views.forecast, name="forecast"),
    path("reports/win-rate/", views.win_rate, name="win-rate"),
]
