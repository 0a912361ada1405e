from django.urls import path

from followups.rules import views

urlpatterns = [
    path("settings/rules/", views.rules, name="rules"),
    path("settings/rules/new/", views.new, name="rule-new"),
    path("settings/rules/all/", views.switch_all, name="rules-switch"),
    path("settings/rules/runs/", views.runs, name="rule-runs"),
    path("settings/rules/suggestions/<slug:key>/", views.suggest, name="rule-suggest"),
    path("settings/rules/<int:pk>/", views.rule, name="rule"),
    path("settings/rules/<int:pk>/switch/", views.switch, name="rule-switch"),
    path("settings/rules/<int:pk>/place/", views.place, name="rule-place"),
    path("settings/rules/<int:pk>/retire/", views.retire, name="rule-retire"),
    path("settings/rules/<int:pk>/bring-back/", views.bring_back, name="rule-return"),
    path("deals/<int:pk>/rules/", views.deal_runs, name="deal-rules"),
    path("deals/<int:pk>/nudges/<slug:kind>/rest/", views.rest, name="nudge-rest"),
    path("leads/<int:pk>/rules/", views.lead_runs, name="lead-rules"),
]
