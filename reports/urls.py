from django.urls import include, path

from reports import views
from reports.files import views as files

app_name = "reports"
urlpatterns = [
    path("", views.reports, name="reports"),
    path("mailing/", include("reports.mailing.urls")),
    path("review/", include("reports.review.urls")),
    path("mine/", include("reports.builder.urls")),
    path("experiments/", include("reports.experiments.urls")),
    path("<slug:name>/", views.report, name="report"),
    path("<slug:name>/file.<slug:ending>", files.file, name="file"),
]
