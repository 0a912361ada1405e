from django.urls import path

from followups.mail.views import letters, own, public, templates
from leads.models import Lead
from pipeline.models import Deal

urlpatterns = [
    # the street
    path("mail/stop/<str:token>/", public.stop, name="mail-stop"),
    path("mail/inbound/", public.inbound, name="mail-inbound"),
    # letters
    path("deals/<int:pk>/letters/", letters.panel, {"model": Deal}, name="deal-letters"),
    path("deals/<int:pk>/letters/new/", letters.write, {"model": Deal}, name="deal-write"),
    path("deals/<int:pk>/letters/again/", letters.want_again, {"model": Deal}, name="deal-letters-again"),
    path("leads/<int:pk>/letters/", letters.panel, {"model": Lead}, name="lead-letters"),
    path("leads/<int:pk>/letters/new/", letters.write, {"model": Lead}, name="lead-write"),
    path("leads/<int:pk>/letters/again/", letters.want_again, {"model": Lead}, name="lead-letters-again"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/take-back/", letters.withdraw, name="letter-withdraw"),
    path("letters/<int:pk>/send/", letters.send, name="letter-send"),
    path("letters/files/<int:pk>/", letters.attachment, name="letter-file"),
    # templates
    path("settings/letters/", templates.templates, name="mail-templates"),
    path("settings/letters/new/", templates.new, name="mail-template-new"),
    path("settings/letters/preview/", templates.preview, name="mail-preview"),
    path("settings/letters/<int:pk>/", templates.template, name="mail-template"),
    path("settings/letters/<int:pk>/retire/", templates.retire, name="mail-template-retire"),
    path("settings/letters/<int:pk>/return/", templates.bring_back, name="mail-template-return"),
    # one's own mail
    path("mail/", own.own, name="mail-own"),
    path("mail/dropbox/", own.dropbox, name="mail-dropbox"),
    path("mail/unfiled/", own.unfiled, name="mail-unfiled"),
    path("letters/<int:pk>/file/", own.file, name="letter-to-file"),
    path("letters/<int:pk>/discard/", own.discard, name="letter-discard"),
]
