from django.urls import include, path

from config.sample.views import sample_remove

handler404 = "accounts.bin.views.not_here"
urlpatterns = [
    path("", include("pipeline.urls")),
    path("", include("followups.urls")),
    path("", include("proposals.urls")),
    path("", include("forecasting.urls")),
    path("reports/", include("reports.urls")),
    path("api/reports/", include("reports.files.urls")),
    path("", include("leads.urls")),
    path("", include("timeline.urls")),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("sample/remove/", sample_remove, name="sample-remove"),
]
