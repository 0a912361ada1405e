"""Letters nobody could file, in the recycle bin of whoever they came to; promises of what a lead became."""

from django.utils.translation import gettext_lazy as _

from accounts.bin.kinds import Kind, keep_in_bin, stays_with
from followups.models import Letter

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
stays_with("followups.followup.lead", "deal")  # the deal that a lead became keeps what is promised to it
