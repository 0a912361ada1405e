from django.urls import path

from reports.builder import views

urlpatterns = [
    path("", views.saved, name="saved"),
    path("new/", views.keep, name="saved-new"),
    path("<int:pk>/", views.rename, name="saved-rename"),
    path("<int:pk>/query/", views.take_query, name="saved-query"),
    path("<int:pk>/delete/", views.delete, name="saved-delete"),
]
