"""By which ways somebody hears of a kind of thing: their own choice, else the usual."""

from dataclasses import dataclass

from django.db import transaction

from followups.models import ChannelChoice
from followups.notices.kinds import all_kinds, kind_of
from timeline.log import record

Mail = ChannelChoice.Mail


@dataclass(frozen=True)
class Ways:
    """In the app, by e-mail (never, now, digest), to the browsers that asked for it."""

    in_app: bool
    mail: str
    push: bool


def ways_of(user, kind):
    """The Ways in which this user hears of a notice of this kind."""
    kind = kind_of(kind)
    choice = ChannelChoice.objects.filter(user=user, kind=kind.key).first()
    return Ways(choice.in_app, choice.mail, choice.push) if choice else usual(kind)


def usual(kind):
    return Ways(in_app=True, mail=kind.mail, push=kind.push)


def all_ways(user):
    """[(NoticeKind, Ways)] of every kind, for the page of choices."""
    chosen = {choice.kind: choice for choice in ChannelChoice.objects.filter(user=user)}
    return [
        (kind, Ways(one.in_app, one.mail, one.push) if (one := chosen.get(kind.key)) else usual(kind))
        for kind in all_kinds()
    ]


@transaction.atomic
def choose_ways(user, ways, *, by):
    """Keep what a user chose, {key of a kind: Ways}; what is as usual needs no row."""
    before = {kind.key: was for kind, was in all_ways(user)}
    changed = sorted(key for key, now in ways.items() if now != before[key])
    for key in changed:
        keep(user, kind_of(key), ways[key])
    if changed:
        record("person.channels_chosen", user, by=by, details={"kinds": changed})


def keep(user, kind, ways):
    if ways == usual(kind):
        ChannelChoice.objects.filter(user=user, kind=kind.key).delete()
    else:
        facts = {"in_app": ways.in_app, "mail": ways.mail, "push": ways.push}
        ChannelChoice.objects.update_or_create(user=user, kind=kind.key, defaults=facts)
