from django.urls import path

from reports.experiments import views

urlpatterns = [
    path("", views.experiments, name="experiments"),
    path("new/", views.mark, name="experiment-new"),
    path("<int:pk>/", views.experiment, name="experiment"),
    path("<int:pk>/edit/", views.edit, name="experiment-edit"),
    path("<int:pk>/end/", views.end, name="experiment-end"),
    path("<int:pk>/delete/", views.delete, name="experiment-delete"),
]
