from django.urls import include, path

urlpatterns = [
    path("", include("pipeline.urls")),
    path("", include("followups.urls")),
    path("", include("forecasting.urls")),
    path("", include("leads.urls")),
    path("", include("timeline.urls")),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
]
