"""Five people change one deal fifty times at once: what stands was meant, what gave way was asked about."""

import re
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from pipeline.models import Deal
from timeline.models import Event

pytestmark = pytest.mark.django_db(transaction=True)

EDITS_EACH = 10
SCRIPT = {"HX-Request": "true"}
FACTS = ["source", "product", "title"]
VERSION = re.compile(r'name="version" value="(\d+)"')


class Editor:
    """One browser that looks now and then, and writes what it likes from there; asked, it insists or gives in."""

    def __init__(self, user, deal, seed):
        self.client, self.pk, self.seed, self.chance = Client(), deal.pk, seed, Random(seed)
        self.client.force_login(user)
        self.told = []  # (fact, value, the version it was written from, whether it stands)

    def work(self, start):
        start.wait()
        try:
            for number in range(EDITS_EACH):
                if number % 3 == 0:
                    self.seen = Deal.objects.select_related("company").get(pk=self.pk)
                self.edit(self.chance.choice(FACTS), f"{self.seed} {number}")
        finally:
            connection.close()
        return self.told

    def edit(self, fact, value):
        version = self.seen.version
        answer = self.send(fact, value, version)
        if answer.status_code == 409 and self.chance.random() < 0.5:
            version = int(VERSION.search(answer.text)[1])
            answer = self.client.post(
                f"/deals/{self.pk}/facts/{fact}/", {fact: value, "version": version}, headers=SCRIPT
            )
        assert answer.status_code in (200, 302, 409)
        self.told.append((fact, value, version, answer.status_code != 409))

    def send(self, fact, value, version):
        """In place, or by the whole form with everything else as it was seen."""
        if self.chance.random() < 0.5:
            return self.in_place(fact, value, version)
        seen = self.seen
        whole = {"title": seen.title, "company": seen.company.name, "owner": seen.owner_id, "amount": seen.amount}
        whole |= {"currency": seen.currency, "source": seen.source, "product": seen.product}
        return self.client.post(f"/deals/{self.pk}/edit/", whole | {"version": version, fact: value})

    def in_place(self, fact, value, version):
        return self.client.post(f"/deals/{self.pk}/facts/{fact}/", {fact: value, "version": version}, headers=SCRIPT)


def test_nothing_is_silently_overwritten(cast, board, make_deal):
    deal = make_deal(cast.alice, board.proposal, amount=48_000)
    people = [cast.alice, cast.bob, cast.mona, cast.ada, cast.alice]
    editors, start = [Editor(user, deal, seed) for seed, user in enumerate(people)], Barrier(len(people))
    with ThreadPoolExecutor(len(people)) as pool:
        told = [edit for edits in pool.map(lambda editor: editor.work(start), editors) for edit in edits]
    log = Event.objects.filter(verb="deal.edited").order_by("id")
    history = History({name: getattr(deal, name) for name in FACTS}, list(log))
    assert len(told) == len(people) * EDITS_EACH
    assert [edit for edit in told if edit[3] != (edit[:2] in history.written)] == []
    for fact, value, version, stands in told:
        if stands:  # what it took the place of is what its writer had seen
            assert history.written[fact, value] == history.value_at(fact, version)
    last = Deal.objects.get(pk=deal.pk)
    assert {name: getattr(last, name) for name in FACTS} == {
        name: history.value_at(name, last.version) for name in FACTS
    }
    assert last.version == len(history.events) + deal.version


class History:
    """What the log says the facts were: `written` maps (fact, new value) to the value before it."""

    def __init__(self, first, events):
        self.first, self.events = first, events
        changes = [(name, *change) for event in events for name, change in event.changes.items()]
        self.written = {(name, new): old for name, old, new in changes}

    def value_at(self, name, version):
        changes = [event.changes[name][1] for event in self.events if self.says(event, name, version)]
        return changes[-1] if changes else self.first[name]

    def says(self, event, name, version):
        return name in event.changes and event.details["version"] <= version
