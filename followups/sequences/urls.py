from django.urls import path

from followups.sequences import views
from leads.models import Lead
from pipeline.models import Deal

urlpatterns = [
    # building
    path("settings/sequences/", views.sequences, name="sequences"),
    path("settings/sequences/new/", views.new, name="sequence-new"),
    path("settings/sequences/<int:pk>/", views.edit, name="sequence-edit"),
    path("settings/sequences/<int:pk>/switch/", views.switch, name="sequence-switch"),
    path("settings/sequences/<int:pk>/throw/", views.drop, name="sequence-drop"),
    path("settings/sequences/<int:pk>/steps/", views.step_add, name="sequence-step-add"),
    path("settings/sequences/steps/<int:pk>/", views.step, name="sequence-step"),
    path("settings/sequences/steps/<int:pk>/place/", views.step_place, name="sequence-step-place"),
    path("settings/sequences/steps/<int:pk>/retire/", views.step_retire, name="sequence-step-retire"),
    # on the way
    path("sequences/<int:pk>/", views.people, name="sequence"),
    path("deals/<int:pk>/sequences/", views.start, {"model": Deal}, name="deal-sequence"),
    path("leads/<int:pk>/sequences/", views.start, {"model": Lead}, name="lead-sequence"),
    path("deals/sequences/", views.start_many, name="deals-sequence"),
    path("deals/sequences/take-back/", views.take_back_many, name="deals-sequence-undo"),
    path("sequences/runs/<int:pk>/stop/", views.stop, name="sequence-stop"),
]
