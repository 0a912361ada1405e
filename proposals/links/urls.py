"""The pages behind a private link, where the logs leave out whatever follows /p/; and what sellers see of them."""

from django.urls import path

from proposals.views import answers, buyers, public

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
    path("proposals/<int:pk>/buyers/", buyers.buyers, name="buyers"),
    path("proposals/<int:pk>/certificate/", buyers.certificate, name="certificate"),
    path("proposals/links/<int:pk>/revoke/", buyers.revoke, name="link-revoke"),
    path("proposals/links/<int:pk>/code/", buyers.guard, name="link-guard"),
    path("proposals/questions/<int:pk>/reply/", buyers.reply, name="question-reply"),
]
