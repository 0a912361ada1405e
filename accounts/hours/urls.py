from django.urls import path

from accounts.hours import views

urlpatterns = [
    path("", views.weeks, name="hours"),
    path("everybody/", views.everybody, name="hours-everybody"),
    path("everybody/holidays/", views.holiday_for_everybody, name="holiday-for-everybody"),
    path("<int:pk>/", views.of_team, name="hours-team"),
    path("<int:pk>/drop/", views.drop, name="hours-drop"),
    path("<int:pk>/holidays/", views.holiday_of_team, name="holiday-of-team"),
    path("holidays/<int:pk>/remove/", views.holiday_remove, name="holiday-remove"),
]
