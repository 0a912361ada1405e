from django.urls import path

from leads.capture.views import public

urlpatterns = [
    # the street
    path("f/<slug:key>/", public.fill_in, name="form-page"),
    path("f/<slug:key>/thanks/", public.thanks, name="form-thanks"),
    path("f/<slug:key>/frame/", public.fill_in, {"framed": True}, name="form-frame"),
    path("f/<slug:key>/frame/thanks/", public.thanks, {"framed": True}, name="form-frame-thanks"),
    path("f/confirm/<str:token>/", public.confirmation, name="form-confirm"),
]
