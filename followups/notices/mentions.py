"""Colleagues who are named in a note: “@Mona Marsh”, or “@Mona” where only one is called so."""

import re
from collections import defaultdict

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from followups.actions.notifications import notify, speaking_to
from followups.notices.pages import page_of_subject, parted

CALL = re.compile(r"(?<![\w.@])@(?=\w)")
WORD = re.compile(r"[\w'’-]+")
MENTIONED = _("%(who)s mentioned you about %(about)s: %(text)s")

ANSWERED = _("%(who)s answered you about %(about)s: %(text)s")


def mentioned_in(text, people):
    """Which of these people a text names, each once, in the order in which it does."""
    whole, first = by_names(people)
    text, found = text.casefold(), {}
    for call in CALL.finditer(text):
        for person in called(text[call.end() :], whole, first):
            found[person.pk] = person
    return list(found.values())


def by_names(people):
    whole, first = defaultdict(list), defaultdict(list)
    for person in people:
        whole[person.name.casefold()].append(person)
        first[person.name.casefold().split(" ")[0]].append(person)
    return whole, first


def called(rest, whole, first):
    """Who is called at the beginning of `rest`: the longest whole name, else a first name that only one bears."""
    for name in sorted(whole, key=len, reverse=True):
        if rest.startswith(name) and not rest[len(name) : len(name) + 1].isalnum():
            return whole[name]
    word = WORD.match(rest)
    bearers = first.get(word[0], []) if word else []
    return bearers if len(bearers) == 1 else []


def tell_the_mentioned(event):
    """Tell whom a note names, but its writer and whoever may not see what it is about."""
    model, pk = parted(event.subject)
    old, text = event.changes.get("text", ["", event.details.get("text", "")])
    if model is None or event.actor is None or "@" not in text:
        return
    people = list(User.objects.active().select_related("team"))
    before = mentioned_in(old, people)
    for person in mentioned_in(text, people):
        if person in before:
            continue
        record = model.objects.visible_to(person).filter(pk=pk).first()
        if person != event.actor and record:
            tell(person, record, event, text)


def tell_the_answered(event):
    """Tell whom an answer answers, unless they wrote it themselves, are named in it, or may not see it any more."""
    model, pk = parted(event.subject)
    person = User.objects.active().select_related("team").filter(pk=event.details.get("to")).first()
    if model is None or person is None or person == event.actor:
        return
    record = model.objects.visible_to(person).filter(pk=pk).first()
    if record and person not in mentioned_in(event.details["text"], User.objects.active()):
        tell(person, record, event, event.details["text"], ANSWERED)


def tell(person, record, event, text, sentence=MENTIONED):
    with speaking_to(person):
        words = sentence % {"who": event.actor.name, "about": record, "text": " ".join(text.split())}
    page = page_of_subject(event.subject) + "#timeline"
    notify(person, key=f"mention:{event.pk}:{person.pk}", kind="mention", text=words, url=page)
