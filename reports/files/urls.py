from django.urls import path

from reports.files import api

app_name = "reports-api"
urlpatterns = [
    path("<slug:name>/", api.report, name="report"),
]
