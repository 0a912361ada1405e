from django.urls import path

from accounts.fields import views

urlpatterns = [
    path("", views.fields, name="fields"),
    path("new/<slug:record>/", views.new, name="field-new"),
    path("<int:pk>/", views.field, name="field"),
    path("<int:pk>/retire/", views.retire, name="field-retire"),
    path("<int:pk>/options/add/", views.option_add, name="field-option-add"),
    path("options/<int:pk>/", views.option, name="field-option"),
    path("options/<int:pk>/<slug:act>/", views.option_act, name="field-option-act"),
]
