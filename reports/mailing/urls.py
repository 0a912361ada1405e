from django.urls import path

from reports.mailing import public, views

urlpatterns = [
    path("", views.schedules, name="mailing"),
    path("stop/<str:token>/", public.stop, name="mailing-stop"),
    path("new/<slug:name>/", views.new, name="mailing-new"),
    path("<int:pk>/", views.change, name="mailing-change"),
    path("<int:pk>/send/", views.send, name="mailing-send"),
    path("<int:pk>/pause/", views.pause, name="mailing-pause"),
    path("<int:pk>/delete/", views.delete, name="mailing-delete"),
]
