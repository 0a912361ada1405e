from django.urls import path

from leads.capture.views import admin, api, public, rules

urlpatterns = [
    # the street
    path("f/<slug:key>/", public.fill_in, name="form-page"),
    path("f/<slug:key>/thanks/", public.thanks, name="form-thanks"),
    path("f/<slug:key>/frame/", public.fill_in, {"framed": True}, name="form-frame"),
    path("f/<slug:key>/frame/thanks/", public.thanks, {"framed": True}, name="form-frame-thanks"),
    path("f/confirm/<str:token>/", public.confirmation, name="form-confirm"),
    # other programs
    path("api/capture/", api.capture, name="api-capture"),
    # the workshop
    path("settings/forms/", admin.forms, name="forms"),
    path("settings/forms/new/", admin.new, name="form-new"),
    path("settings/forms/<int:pk>/", admin.form, name="form"),
    path("settings/forms/<int:pk>/preview/", admin.preview, name="form-preview"),
    path("settings/assignment/", rules.rules, name="rules"),
    path("settings/assignment/new/", rules.new, name="rule-new"),
    path("settings/assignment/<int:pk>/", rules.rule, name="rule"),
    path("settings/assignment/<int:pk>/place/", rules.place, name="rule-place"),
    path("settings/assignment/<int:pk>/retire/", rules.retire, name="rule-retire"),
    path("settings/assignment/<int:pk>/return/", rules.bring_back, name="rule-return"),
]
