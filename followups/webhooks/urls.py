from django.urls import path

from followups.webhooks import views

urlpatterns = [
    path("settings/webhooks/", views.webhooks, name="webhooks"),
    path("settings/webhooks/<int:pk>/", views.webhook, name="webhook"),
    path("settings/webhooks/<int:pk>/test/", views.test, name="webhook-test"),
    path("settings/webhooks/<int:pk>/switch/", views.switch, name="webhook-switch"),
    path("settings/webhooks/<int:pk>/secret/", views.renew, name="webhook-secret"),
    path("settings/webhooks/<int:pk>/throw/", views.drop, name="webhook-drop"),
]
