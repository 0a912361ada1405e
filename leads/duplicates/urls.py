from django.urls import path

from leads.duplicates import views

urlpatterns = [
    path("", views.pair_list, name="duplicates"),
    path("likes/", views.likes, name="likes"),
    path("consider/", views.consider, name="consider"),
    path("several/", views.merge_many, name="merge-many"),
    path("<int:pk>/", views.compare, name="compare"),
    path("<int:pk>/merge/", views.merge_pair, name="merge"),
    path("<int:pk>/apart/", views.not_the_same, name="not-the-same"),
    path("<int:pk>/again/", views.likely_again, name="likely-again"),
    path("merges/<int:pk>/undo/", views.undo, name="undo-merge"),
]
