"""The mailbox of sample mode, the machine room, and the key to the live stream."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from timeline import actions, pulse, queries
from timeline.above import may, require
from timeline.live import token
from timeline.mailbox import files_of, with_files
from timeline.models import MailboxMessage, Outgoing, SetAside

LETTERS_ON_A_PAGE = 50


@require_GET
def live_token(request):
    """For the pages without a board: personal notices only."""
    return JsonResponse({"token": token.issue(request.user)})


@require_GET
def mailbox(request):
    page = Paginator(letters_for(request.user), LETTERS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "letters": with_files(page.object_list), "everybody": may(request.user, "mail.see")}
    return render(request, "timeline/mailbox.html", context)


@require_GET
def letter(request, pk):
    found = get_object_or_404(letters_for(request.user), pk=pk)
    return render(request, "timeline/letter.html", {"letter": found, "files": files_of(found)})


def letters_for(user):
    """One's own mails, for admins everybody's; outside sample mode mails leave the house and there is no mailbox."""
    if not settings.SAMPLE_MODE:
        raise Http404
    letters = MailboxMessage.objects.all()
    return letters if may(user, "mail.see") else letters.filter(recipients__contains=[user.email.lower()])


@require_GET
def machine_room(request):
    require(request.user, "log.see")
    context = {
        "stopped": pulse.stopped(),
        "listeners": queries.listener_states(),
        "outgoing": queries.outgoing_state(),
        "set_aside": queries.set_aside_events()[:100],
        "failed_mails": queries.failed_mails()[:100],
    }
    return render(request, "timeline/machine_room.html", context)


@require_POST
def event_again(request, pk):
    require(request.user, "log.see")
    actions.hear_again(get_object_or_404(SetAside, pk=pk), by=request.user)
    messages.success(request, _("It is tried again within seconds."))
    return redirect("timeline:machine-room")


@require_POST
def mail_again(request, pk):
    require(request.user, "log.see")
    actions.send_again(get_object_or_404(Outgoing.objects.failed(), pk=pk), by=request.user)
    messages.success(request, _("The mail leaves within seconds."))
    return redirect("timeline:machine-room")
