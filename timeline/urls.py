from django.urls import path

from timeline import views

app_name = "timeline"
urlpatterns = [
    path("live-token/", views.live_token, name="live-token"),
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<int:pk>/", views.letter, name="letter"),
    path("machine-room/", views.machine_room, name="machine-room"),
    path("machine-room/events/<int:pk>/again/", views.event_again, name="event-again"),
    path("machine-room/mails/<int:pk>/again/", views.mail_again, name="mail-again"),
]
