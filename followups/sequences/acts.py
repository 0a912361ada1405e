"""A rule may begin a sequence."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.rules.acts import Act, register
from followups.sequences.actions import start_sequence
from followups.sequences.queries import startable


def start(running, given):
    """Begin it with what the rule is about; why it cannot begin is the refusal."""
    sequence = startable().filter(pk=given["sequence"]).first()
    if sequence is None:
        raise ValidationError(_("The sequence is off or was taken out of use. Choose another one."))
    start_sequence(sequence, about=running.record, by=None)


BEGIN = gettext_lazy("begin the sequence “%(sequence)s”")
register(Act("sequence", BEGIN, start, asks=("sequence",), label=gettext_lazy("begin a sequence")))
