"""Letter templates a newcomer can send, and a sequence that uses them."""

from contextlib import suppress

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from followups.models import FollowUpKind, Letter, LetterTemplate, Sequence


def write_letters():
    """Three templates of everybody, and one sequence, switched on."""
    templates = [LetterTemplate.objects.create(is_sample=True, **facts) for facts in texts()]
    sequence = Sequence.objects.create(name=_("After the guide"), is_on=True, is_sample=True)
    sequence.steps.create(position=1, template=templates[0])
    call = FollowUpKind.objects.first()
    sequence.steps.create(position=2, pause_days=2, kind=call, title=_("Call and ask what they made of it"))
    sequence.steps.create(position=3, pause_days=4, template=templates[1])


def texts():
    thanks, ask = _("thank you for writing."), _("What would a calm week of your fleet look like?")
    still, seen = _("is this still on your list, or shall I ask again in spring?"), _("thank you for your time.")
    agreed = _("As agreed, **{{deal.value}}** for {{company.name}}.")
    return [
        {
            "name": _("First answer"),
            "subject": _("Your fleet at {{company.name|your company}}"),
            "body": letter(f"{thanks} {ask}"),
        },
        {
            "name": _("One last question"),
            "subject": _("Still on your list?"),
            "body": letter(still),
        },
        {
            "name": _("After the demo"),
            "subject": _("{{deal.title}}: what we saw together"),
            "body": letter(f"{seen} {agreed}"),
        },
    ]


def letter(words):
    hello, bye = _("Hello {{contact.first_name|there}},"), _("Best wishes\n{{owner.name}}")
    return f"{hello}\n\n{words}\n\n{bye}"


def remove_letters(cast):
    """Take the sample's templates and sequence out, as far as nothing real uses them, and unfiled mail of its cast."""
    Letter.objects.unfiled().filter(user__in=cast).delete()
    for model in (Sequence, LetterTemplate):
        for one in model.objects.filter(is_sample=True):
            with suppress(ProtectedError), transaction.atomic():
                one.delete()
