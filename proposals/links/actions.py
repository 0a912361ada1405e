"""Giving a buyer their private link, giving it once more, and taking it back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from leads.capture.addresses import hash_of
from proposals.actions.telling import tell as tell_of_version
from proposals.links.times import end_of, reminder_moments
from proposals.links.tokens import address_of, new_token
from proposals.models import ExpiryReminder, Link, LinkKey, Version

GIVEN_STATES = (Version.State.SENDING, Version.State.SENT)
PENDING, CANCELLED = ExpiryReminder.State.PENDING, ExpiryReminder.State.CANCELLED


@transaction.atomic
def give_link(version, contact, *, by, asks_code=False, use=LinkKey.Use.MAIL):
    """Give a buyer a link to a version on its way; returns the address, which nobody can read anywhere again.

    It stands until the version expires. The buyer is reminded before that, once each.
    """
    if version.state not in GIVEN_STATES:
        raise ValidationError(_("Only a proposal that was sent and is not yet answered has links."))
    link = Link.objects.create(
        version=version,
        contact=contact,
        asks_code=asks_code and bool(contact.email),
        expires_at=end_of(version.valid_until, seller_of(version)),
        given_by=by,
    )
    plan_reminders(link)
    tell("proposal.link_given", link, by=by)
    return new_address(link, use)


@transaction.atomic
def give_again(link, *, by):
    """Give a new address for a standing link, to be copied; the earlier ones stay good."""
    locked = Link.objects.select_for_update(of=["self"]).standing().filter(pk=link.pk).first()
    if locked is None:
        raise ValidationError(_("This link is not open any more. Give a new one."))
    tell("proposal.link_copied", link, by=by)
    return new_address(link, LinkKey.Use.COPY)


@transaction.atomic
def revoke_link(link, *, by):
    """Close a link at once, with all its addresses; doing so twice is no fault."""
    if Link.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=Now(), revoked_by=by):
        link.reminders.pending().update(state=CANCELLED, settled_at=Now(), reason="revoked")
        tell("proposal.link_revoked", link, by=by)


@transaction.atomic
def guard_link(link, *, asks_code, by):
    """Let a link ask for a code by mail from now on, or no longer; ValidationError without an address to send it to."""
    if asks_code and not link.contact.email:
        raise ValidationError(_("There is no e-mail address of %(name)s.") % {"name": link.contact.name})
    if Link.objects.filter(pk=link.pk, asks_code=not asks_code).update(asks_code=asks_code):
        tell("proposal.link_guarded" if asks_code else "proposal.link_unguarded", link, by=by)


def new_address(link, use):
    """One more address of a link, in the caller's transaction."""
    token = new_token()
    LinkKey.objects.create(link=link, token_hash=hash_of(token), use=use)
    return address_of(token)


def plan_reminders(link):
    version = link.version
    moments = reminder_moments(version.valid_until, seller_of(version), timezone.now())
    rows = [ExpiryReminder(link=link, days=days, due_at=due_at) for days, due_at in moments.items()]
    ExpiryReminder.objects.bulk_create(rows, ignore_conflicts=True)


def seller_of(version):
    """Whose deal it is: they are told, and their day counts."""
    return version.proposal.deal.owner


def tell(verb, link, *, by, **details):
    """Record what became of a link, on the timelines of its proposal, its deal and its buyer."""
    buyer = link.contact
    return tell_of_version(verb, link.version, by=by, contacts=(buyer,), who=buyer.name, link=link.pk, **details)
