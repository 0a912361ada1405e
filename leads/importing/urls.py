from django.urls import path

from leads.importing import views

urlpatterns = [
    path("", views.import_list, name="import-list"),
    path("new/", views.import_new, name="import-new"),
    path("<int:pk>/", views.import_page, name="import"),
    path("<int:pk>/columns/", views.import_columns, name="import-columns"),
    path("<int:pk>/read-again/", views.import_reread, name="import-reread"),
    path("<int:pk>/saved/", views.import_saved, name="import-saved"),
    path("<int:pk>/progress/", views.import_progress, name="import-progress"),
    path("<int:pk>/refused.csv", views.import_rejected, name="import-rejected"),
    path("<int:pk>/resume/", views.import_resume, name="import-resume"),
    path("<int:pk>/pause/", views.import_pause, name="import-pause"),
    path("<int:pk>/begin/", views.import_begin, name="import-begin"),
    path("<int:pk>/look-again/", views.import_look_again, name="import-look-again"),
    path("<int:pk>/take-back/", views.import_revert, name="import-revert"),
]
