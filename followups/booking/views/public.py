"""What a guest sees: free times in their own zone, a short form, what they took. No script, cookie or sign-in."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.forms import zone_choices
from accounts.middleware import zone_of
from followups.booking.actions import Guest, book, give_back, move_booking
from followups.booking.forms import ChoiceForm, GuestForm, code_of
from followups.booking.letters import zone_named
from followups.booking.slots import by_days, free_slots
from followups.booking.tokens import find_booking, token_of
from followups.models import BookingLink
from leads.capture.addresses import address_hash
from leads.capture.counting import within
from leads.capture.forms import TRAP
from leads.capture.seal import new_seal, read_seal

GONE, CONFLICT, UNPROCESSABLE, TOO_MANY = 410, 409, 422, 429
LOOKS_A_MINUTE = 60
LEAST_SECONDS = 2


def street(view):
    """A page for everybody; a seal stands where a cookie would be needed, and nobody asks without end."""

    @wraps(view)
    def opened(request, **address):
        if not within(f"booking:{address_hash(request)}", LOOKS_A_MINUTE):
            response = render(request, "followups/booking/busy.html", status=TOO_MANY)
            response["Retry-After"] = "60"
            return response
        return view(request, **address)

    return never_cache(csrf_exempt(login_not_required(require_http_methods(["GET", "HEAD", "POST"])(opened))))


@street
def page(request, key):
    """The free times of a link; with one chosen, the form to take it."""
    link = get_object_or_404(BookingLink.objects.select_related("owner__team", "kind"), key=key)
    if link.retired_at or not link.owner.is_active:
        return render(request, "followups/booking/closed.html", {"link": link}, status=GONE)
    choice = ChoiceForm(request.POST if request.method == "POST" else request.GET)
    with timezone.override(choice.zone_or(zone_of(link.owner))):
        if request.method == "POST":
            return take(request, link, choice)
        if choice.said("at"):
            return ask(request, link, choice, GuestForm(), seal=new_seal(link))
        return show(request, link, choice)


def show(request, link, choice, *, complaint="", status=200, moving=None):
    """Day by day what is free; the day that was asked for, else the first."""
    days = by_days(free_slots(link, but=moving.follow_up if moving else None))
    wanted = choice.said("day")
    day = next((one for one, _slots in days if one == wanted), days[0][0] if days else None)
    slots = [(slot, code_of(slot)) for slot in dict(days).get(day, [])]
    context = {"link": link, "days": days, "day": day, "slots": slots, "complaint": complaint}
    context |= {"zones": zone_choices(), "moving": moving} | zone_facts()
    return render(request, "followups/booking/times.html", context, status=status)


def zone_facts():
    """The active zone, by its name and as people read it."""
    name = timezone.get_current_timezone_name()
    return {"zone": name, "zone_words": name.replace("_", " ")}


def ask(request, link, choice, form, *, seal, status=200):
    at = choice.said("at")
    context = {"link": link, "at": at, "code": code_of(at), "form": form, "seal": seal, "trap": TRAP}
    context |= zone_facts()
    return render(request, "followups/booking/form.html", context, status=status)


def take(request, link, choice):
    """What was sent: taken, or shown again with what is to be done; a robot is sent back, and nothing is kept of it."""
    if request.POST.get(TRAP) or not choice.said("at"):
        return redirect("followups:book", link.key)
    form, seal = GuestForm(request.POST), read_seal(link, request.POST.get("seal"))
    if not form.is_valid() or not is_in_time(form, seal):
        kept = request.POST["seal"] if seal else new_seal(link)
        return ask(request, link, choice, form, seal=kept, status=UNPROCESSABLE)
    try:
        booking = book(link, choice.said("at"), guest_of(request, form, seal))
    except ValidationError as refusal:
        return show(request, link, choice, complaint=" ".join(refusal.messages), status=CONFLICT)
    return redirect(reverse("followups:booking-kept", args=[token_of(booking)]) + "?new=1")


def is_in_time(form, seal):
    if seal is None:
        form.add_error(None, _("This page was open for a long time. Please send it once more."))
    elif seal.age < LEAST_SECONDS:
        form.add_error(None, _("That was very quick. Please look it over and send it once more."))
    return not form.errors


def guest_of(request, form, seal):
    return Guest(
        operation=seal.operation,
        time_zone=timezone.get_current_timezone_name(),
        language=translation.get_language() or "en",
        address_hash=address_hash(request),
        **form.cleaned_data,
    )


@street
def kept(request, token):
    """What a guest took: to look at, to move, to give back."""
    booking = find_booking(token)
    if booking is None:
        raise Http404
    choice = ChoiceForm(request.POST if request.method == "POST" else request.GET)
    with timezone.override(choice.zone_or(zone_named(booking.time_zone))):
        if request.method == "POST":
            return change(request, booking, token, choice)
        if "move" in request.GET and is_ahead(booking):
            return show(request, booking.link, choice, moving=booking)
        return look(request, booking, token)


def look(request, booking, token, *, complaint="", status=200):
    context = {"booking": booking, "link": booking.link, "token": token, "is_new": "new" in request.GET}
    context |= {"is_ahead": is_ahead(booking), "complaint": complaint} | zone_facts()
    return render(request, "followups/booking/kept.html", context, status=status)


def is_ahead(booking):
    return booking.follow_up.is_planned and booking.follow_up.due_at > timezone.now()


def change(request, booking, token, choice):
    """Another time, or none."""
    try:
        if not is_ahead(booking):
            raise ValidationError(_("This meeting is over, or was given back."))
        if choice.said("at"):
            move_booking(booking, choice.said("at"))
        elif request.POST.get("give_back"):
            give_back(booking)
    except ValidationError as refusal:
        return look(request, booking, token, complaint=" ".join(refusal.messages), status=CONFLICT)
    return redirect("followups:booking-kept", token)
