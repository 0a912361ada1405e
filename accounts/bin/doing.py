"""Throwing away and restoring as pages ask for it, and what they say afterwards."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.bin.actions import restore, throw_away
from accounts.bin.kinds import kind_of
from accounts.bin.rights import may_restore, may_throw_away, not_theirs, require_restore, require_throw_away
from accounts.rights import require
from kit import formats

SAID = 3


def threw_away(request, kind, records, note="", back=""):
    """Throw these records away, as far as this person may, and go where they came from with a toast that undoes it."""
    require(request.user, kind.right)
    if len(records) == 1:
        require_throw_away(request.user, records[0])
    going = [record for record in records if may_throw_away(request.user, record)]
    refused = [(record, not_theirs(kind.owner(record))) for record in records if record not in going]
    try:
        outcome = throw_away(going, by=request.user, note=note)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return go_to(request, reverse(kind.page, args=[going[0].pk]))
    back = back or back_of(request) or reverse(kind.home)
    say_thrown(request, outcome.done, back if len(records) > 1 else "")
    say_refused(request, [*refused, *outcome.refused])
    return go_to(request, back)


def say_thrown(request, binned, back=""):
    """Say on the next page what is in the bin now."""
    if binned:
        messages.success(request, toast_of(request, binned, back), extra_tags="toast")


def toast_of(request, binned, back=""):
    """A toast that says what is in the bin now, and takes it out again; the way out leads to it, or `back`."""
    words = ngettext("“%(name)s” is in the bin", "%(count)s are in the bin", len(binned))
    words %= {"name": binned[0].title, "count": formats.number(len(binned))}
    context = {"words": words, "act": binned[0].act, "back": back}
    return render_to_string("accounts/bin/_toast.html", context, request)


def restored(request, binned):
    """Restore these, as far as this person may, and go to what came back, or to where they came from."""
    if len(binned) == 1:
        require_restore(request.user, binned[0])
    coming = [one for one in binned if may_restore(request.user, one)]
    refused = [(one, not_theirs(one.owner)) for one in binned if one not in coming]
    try:
        outcome = restore(coming, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("accounts:bin")
    stay = [*refused, *outcome.refused]
    if outcome.done or not stay:
        say_restored(request, outcome.done)
    say_refused(request, stay)
    return redirect(back_of(request) or home_of(outcome.done))


def say_restored(request, records):
    if not records:
        messages.info(request, _("Somebody was faster: it is back already."))
        return
    words = ngettext("“%(name)s” is back", "%(count)s are back", len(records))
    messages.success(request, words % {"name": str(records[0]), "count": formats.number(len(records))})


def home_of(records):
    """Where what came back is looked at: its own page, or that of what it belongs to, or its list; of more, the bin."""
    if len(records) != 1:
        return reverse("accounts:bin")
    kind, shown = kind_of(records[0]), records[0]
    if kind.holder and not kind.page:
        shown = kind.holder(shown)
    page = kind_of(shown).page
    return reverse(page, args=[shown.pk]) if page else reverse(kind.home)


def say_refused(request, refused):
    """Why some stay where they are; the first few in words."""
    for what, why in refused[:SAID]:
        messages.warning(request, f"{what}: {why}")
    if more := len(refused) - SAID if len(refused) > SAID else 0:
        words = ngettext("%(count)s more stays as it is", "%(count)s more stay as they are", more)
        messages.warning(request, words % {"count": formats.number(more)})


def go_to(request, address):
    """A script that pressed a button of a bar goes there too."""
    return HttpResponse(status=204, headers={"HX-Redirect": address}) if request.htmx else redirect(address)


def back_of(request):
    """The page it was asked from, if it is one of ours, as a header may hold it."""
    back = request.POST.get("next", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return iri_to_uri(back) if is_ours else ""
