from django.urls import path

from leads.scoring import views

urlpatterns = [
    path("", views.scoring, name="scoring"),
    path("new/", views.new, name="scoring-new"),
    path("<int:pk>/", views.rule, name="scoring-rule"),
    path("<int:pk>/retire/", views.retire, name="scoring-retire"),
    path("<int:pk>/bring-back/", views.bring_back, name="scoring-return"),
    path("thresholds/", views.thresholds, name="scoring-thresholds"),
    path("agreements/", views.agreements, name="scoring-agreements"),
]
