"""The pages behind a private link; the logs leave out whatever follows /p/."""

from django.urls import path

from proposals.views import answers, public

urlpatterns = [
    path("p/<str:token>/", public.offer, name="offer"),
    path("p/<str:token>/code/", public.code, name="offer-code"),
    path("p/<str:token>/seen/", public.seen, name="offer-seen"),
    path("p/<str:token>/logo/", public.logo, name="offer-logo"),
    path("p/<str:token>/paper/", public.paper, name="offer-paper"),
    path("p/<str:token>/signed/", public.signed_paper, name="offer-signed"),
    path("p/<str:token>/sign/", answers.sign, name="offer-sign"),
    path("p/<str:token>/accept/", answers.accept, name="offer-accept"),
    path("p/<str:token>/decline/", answers.decline, name="offer-decline"),
    path("p/<str:token>/ask/", answers.question, name="offer-ask"),
    path("p/<str:token>/certificate/", answers.certificate, name="offer-certificate"),
]
