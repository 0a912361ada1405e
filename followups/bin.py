"""What goes into the recycle bin here: letters nobody could file, sequences, programs that are told."""

from django.utils.translation import gettext_lazy as _

from accounts.bin.kinds import Kind, goes_along, keep_in_bin, stays_with
from followups.models import Letter, Sequence, WebhookEndpoint
from followups.sequences.building import switch_off
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
keep_in_bin(
    Kind(
        "sequence",
        Sequence,
        _("Sequences"),
        "repeat",
        page="followups:sequence-edit",
        home="followups:sequences",
        right="sequences.edit",
        related=(),
        part=switch_off,
    )
)
goes_along("followups.sequencerun.sequence")
stays_with("followups.followup.lead", "deal")  # the deal that a lead became keeps what is promised to it
