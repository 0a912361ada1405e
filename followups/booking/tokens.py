"""The signed link by which a guest moves or gives back what they took."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from followups.models import Booking

SALT = "followups.booking"


def token_of(booking):
    return signing.Signer(salt=SALT).sign_object({"booking": booking.pk})


def find_booking(token):
    """The Booking of a token, or None."""
    try:
        pk = signing.Signer(salt=SALT).unsign_object(token)["booking"]
    except (signing.BadSignature, ValueError):
        return None
    found = Booking.objects.select_related("link__owner__team", "link__kind", "follow_up__deal", "follow_up__lead")
    return found.filter(pk=pk).first()


def address_of(booking):
    """Where a guest looks at what they took."""
    return at_home(reverse("followups:booking-kept", args=[token_of(booking)]))


def address_of_link(link):
    """Where times of a link are taken."""
    return at_home(reverse("followups:book", args=[link.key]))


def booking_link_of(user):
    """The address at which this person's times are taken, their first open one, for letters; "" without any."""
    link = user.booking_links.open().first()
    return address_of_link(link) if link else ""


def at_home(path):
    return settings.BASE_URL.rstrip("/") + path
