from django.urls import path

from accounts.bin import views

urlpatterns = [
    path("bin/", views.bin_page, name="bin"),
    path("bin/restore/", views.restore, name="bin-restore"),
    path("bin/acts/<uuid:act>/undo/", views.undo, name="bin-undo"),
    path("bin/throw/<slug:kind>/", views.throw, name="throw-away"),
]
