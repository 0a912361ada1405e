from django.urls import path

from accounts.files import views

urlpatterns = [
    path("files/<str:kind>/<int:pk>/", views.files, name="files"),
    path("files/<uuid:key>/", views.file, name="file"),
    path("files/<uuid:key>/remove/", views.remove, name="file-remove"),
    path("files/<uuid:key>/return/", views.bring_back, name="file-return"),
]
