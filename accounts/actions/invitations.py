"""The only way in: an invitation, kept as the hash of a token that is said once."""

import hashlib
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Invitation, User
from accounts.queries import company_name, standing_invitations
from timeline.log import record
from timeline.outgoing import queue_email

INVITATION_DAYS = 7


@transaction.atomic
def invite_person(*, email, role, team, by):
    """Invite somebody by e-mail for seven days; returns the Invitation and its link, which is never shown again."""
    email = User.objects.normalize_email(email)
    if User.objects.filter(email__iexact=email).exists():
        raise ValidationError({"email": _("%(email)s already has an account.") % {"email": email}})
    standing_invitations().filter(email__iexact=email).update(revoked_at=timezone.now())
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        role=role,
        team=team,
        token_hash=hash_of(token),
        invited_by=by,
        expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
    )
    event = record("person.invited", invitation, by=by, details={"email": email, "role": role})
    link = settings.BASE_URL.rstrip("/") + reverse("accounts:join", args=[token])
    send_invitation(invitation, link, event)
    return invitation, link


def send_invitation(invitation, link, event):
    context = {"invitation": invitation, "link": link, "company": company_name()}
    queue_email(
        key=f"invitation:{invitation.pk}",
        to=invitation.email,
        subject=_("%(name)s invites you to Kariz") % {"name": invitation.invited_by.name},
        text=render_to_string("accounts/email/invitation.txt", context),
        event=event,
    )


def find_invitation(token):
    """The Invitation this token opens, or None when it is unknown, used, revoked or out of date."""
    return standing_invitations().filter(token_hash=hash_of(token)).first()


@transaction.atomic
def accept_invitation(token, *, name, password, time_zone="UTC"):
    """Make the account an invitation promised, once; returns the User, or None when the token no longer opens it."""
    invitation = standing_invitations().select_for_update(of=("self",)).filter(token_hash=hash_of(token)).first()
    if invitation is None or User.objects.filter(email__iexact=invitation.email).exists():
        return None
    person = User.objects.create_user(
        invitation.email, password, name=name, role=invitation.role, team=invitation.team, time_zone=time_zone
    )
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    record("person.joined", person, by=person, about=[invitation])
    return person


@transaction.atomic
def revoke_invitation(invitation, *, by):
    """Take an invitation back; its link opens nothing from now on."""
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    record("invitation.revoked", invitation, by=by, details={"email": invitation.email})


def hash_of(token):
    return hashlib.sha256(token.encode()).hexdigest()
