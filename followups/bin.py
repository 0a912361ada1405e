"""Letters nobody could file, in the recycle bin of whoever they came to; programs that are told; promises of a lead."""

from django.utils.translation import gettext_lazy as _

from accounts.bin.kinds import Kind, keep_in_bin, stays_with
from followups.models import Letter, WebhookEndpoint
from followups.webhooks.carrying import drop_waiting

FILED = _("It belongs to a deal or a lead by now, and stays there.")

keep_in_bin(
    Kind(
        "letter",
        Letter,
        _("Letters"),
        "mail",
        home="followups:mail-unfiled",
        right="letter.send",
        related=("user__team", "deal", "lead"),
        owner=lambda letter: letter.user,
        refuse=lambda letters: {letter.pk: FILED for letter in letters if letter.about},
        is_private=True,
    )
)
keep_in_bin(
    Kind(
        "webhookendpoint",
        WebhookEndpoint,
        _("Programs that are told"),
        "link",
        page="followups:webhook",
        home="followups:webhooks",
        right="keys.edit",
        related=(),
        part=drop_waiting,
        is_for_few=True,
    )
)
stays_with("followups.followup.lead", "deal")  # the deal that a lead became keeps what is promised to it
