"""The page of the programs that are told: where they listen, what was sent, and what became of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.bin.doing import say_thrown
from accounts.rights import require
from followups.models import WebhookEndpoint
from followups.views.answers import posted
from followups.webhooks import actions
from followups.webhooks.forms import EndpointForm
from timeline.models import Outgoing

UNPROCESSABLE = 422
SHOWN = 50
RIGHT = "keys.edit"


@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request):
    """All addresses, and the form of a new one."""
    require(request.user, RIGHT)
    form = EndpointForm(posted(request))
    if form.is_valid():
        endpoint = actions.add_endpoint(by=request.user, **form.cleaned_data)
        return redirect("followups:webhook", endpoint.pk)
    endpoints = WebhookEndpoint.objects.all()
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "followups/webhooks/webhooks.html", {"form": form, "endpoints": endpoints}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request, pk):
    """One address: its facts, its secret, and the last messages."""
    endpoint = find(request, pk)
    form = EndpointForm(posted(request), initial={"name": endpoint.name, "url": endpoint.url})
    if form.is_valid():
        actions.edit_endpoint(endpoint, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved"))
        return redirect("followups:webhook", pk)
    sent = Outgoing.objects.filter(kind=Outgoing.Kind.WEBHOOK, payload__endpoint=pk).order_by("-pk")[:SHOWN]
    for one in sent:
        one.why = one.last_error.partition(": ")[2]  # before it stands the name of an error, for whoever reads logs
    context = {"form": form, "endpoint": endpoint, "messages_sent": sent}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "followups/webhooks/webhook.html", context, status=status)


def find(request, pk):
    require(request.user, RIGHT)
    return get_object_or_404(WebhookEndpoint, pk=pk)


@require_POST
def test(request, pk):
    actions.test_endpoint(find(request, pk), by=request.user)
    messages.success(request, _("A test is on its way. Look below what became of it."))
    return redirect("followups:webhook", pk)


@require_POST
def switch(request, pk):
    actions.switch_endpoint(find(request, pk), on=request.POST.get("on") == "1", by=request.user)
    return redirect("followups:webhook", pk)


@require_POST
def renew(request, pk):
    actions.renew_secret(find(request, pk), by=request.user)
    messages.success(request, _("The new secret counts from now, the old one for a day."))
    return redirect("followups:webhook", pk)


@require_POST
def drop(request, pk):
    """Throw an address away, from now on."""
    say_thrown(request, actions.drop_endpoint(find(request, pk), by=request.user))
    return redirect("followups:webhooks")
