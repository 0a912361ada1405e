from django.urls import path

from accounts.entries import views

urlpatterns = [
    path("comments/<str:kind>/<int:pk>/", views.comment, name="comment"),
    path("entries/<int:pk>/reply/", views.reply, name="entry-reply"),
    path("entries/<int:pk>/edit/", views.edit, name="entry-edit"),
    path("entries/<int:pk>/history/", views.history, name="entry-history"),
    path("entries/<int:pk>/pin/", views.pin, name="entry-pin"),
    path("entries/<int:pk>/unpin/", views.unpin, name="entry-unpin"),
    path("entries/<int:pk>/take/", views.take, name="entry-take"),
    path("entries/<int:pk>/return/", views.bring_back, name="entry-return"),
]
