from django.urls import include, path

app_name = "proposals"
urlpatterns = [
    path("", include("proposals.links.urls")),
]
