"""Sending freezes a version, draws it once, keeps the paper with its fingerprint, and mails each their own link."""

import hashlib
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from pypdf import PdfReader

from leads.models import Contact
from proposals.actions.making import make_version
from proposals.actions.sending import send_version
from proposals.actions.stopping import delete_draft, expire_due, withdraw_version
from proposals.drawing import draw_waiting
from proposals.gaps import known_in
from proposals.models import Drawing, Link, Paper, Proposal, Version, VersionLine
from tests.proposals.conftest import drawn
from timeline.models import Event, Outgoing

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(draft, cast):
    send_version(draft, by=cast.alice)
    return drawn(draft)


def test_a_version_is_drawn_kept_and_sent(sent, deal, cast):
    assert (sent.state, sent.sent_by) == ("sent", cast.alice)
    paper = Paper.objects.get()
    content = bytes(paper.content)
    assert (paper.sha256, paper.pages) == (hashlib.sha256(content).hexdigest(), len(PdfReader(BytesIO(content)).pages))
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    for words in (
        "Reefer fleet",
        "Kari Solheim",
        "Claims cost NOK 900k a year.",
        "€11,282.44",
        f"{sent.proposal.number}, v1",
    ):
        assert words in text
    deal.refresh_from_db()
    assert (deal.proposal, deal.proposal_on) == ("sent", timezone.localdate())


def test_what_fills_the_gaps_stays_as_it_was_sent(sent, deal):
    kari = Contact.objects.get(name="Kari Solheim")
    before = known_in(sent, kari)
    deal.company.name, deal.title, kari.name = "Nordkyst Holding", "Another title", "Kari Berg"
    for one in (deal.company, deal, kari):
        one.save()
    again = Version.objects.get(pk=sent.pk)
    assert known_in(again, kari) == known_in(again) == before
    assert (before["contact"], before["company"]) == ("Kari Solheim", "Nordkyst Fisk")
    successor = make_version(again, by=again.sent_by)
    assert known_in(successor, kari)["company"] == "Nordkyst Holding"


def test_the_mail_brings_a_link_that_no_dump_shows(sent):
    mail = Outgoing.objects.get(key__startswith="offer:")
    assert mail.payload["to"] == ["kari@nordkyst.example"]
    assert mail.payload["subject"] == "Proposal: Reefer fleet"
    assert "/p/" not in str(mail.payload)
    assert re.search(r"kariz-sealed-\S+\.", mail.payload["text"])
    assert [link.contact.name for link in Link.objects.all()] == ["Kari Solheim"]


def test_sending_is_told_on_the_deal(sent, deal):
    event = Event.objects.get(verb="proposal.sent")
    assert f"deal:{deal.pk}" in event.about
    assert (event.details["to"], event.details["replaces"]) == ("Kari Solheim", None)
    assert event.details["pages"] == Paper.objects.get().pages


def test_what_waits_is_drawn_once(draft, cast):
    send_version(draft, by=cast.alice)
    assert (draw_waiting(), draw_waiting()) == (1, 0)
    assert (Paper.objects.count(), Outgoing.objects.filter(key__startswith="offer:").count()) == (1, 1)


def test_a_drawing_whose_worker_died_is_taken_up_again(draft, cast):
    drawing = send_version(draft, by=cast.alice)
    Drawing.objects.filter(pk=drawing.pk).update(lease_until=timezone.now(), attempts=1)
    assert drawn(draft).state == "sent"


def test_a_drawing_that_killed_its_workers_is_given_up(draft, cast):
    drawing = send_version(draft, by=cast.alice)
    Drawing.objects.filter(pk=drawing.pk).update(lease_until=timezone.now(), attempts=3)
    assert drawn(draft).state == "draft"
    assert Event.objects.get(verb="proposal.not_sent").details["problem"].startswith("It could not be drawn.")


def test_a_text_that_cannot_be_drawn_leaves_a_draft_and_a_sentence(draft, cast, monkeypatch):
    monkeypatch.setattr("proposals.drawing.SECONDS", 1)
    VersionLine.objects.bulk_create(
        VersionLine(version=draft, position=place, name="A" * 200, description="b " * 1900) for place in range(600)
    )
    drawing = send_version(draft, by=cast.alice)
    assert drawn(draft).state == "draft"
    drawing.refresh_from_db()
    assert drawing.problem.startswith("Drawing it took longer than")
    assert (Paper.objects.count(), Outgoing.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "statement",
    [
        lambda version: Version.objects.filter(pk=version.pk).update(title="Other"),
        lambda version: Version.objects.filter(pk=version.pk).update(sections=[]),
        lambda version: Version.objects.filter(pk=version.pk).update(state="draft"),
        lambda version: Version.objects.filter(pk=version.pk).delete(),
        lambda version: version.lines.update(price=1),
        lambda version: version.lines.all().delete(),
        lambda version: VersionLine.objects.create(version=version, position=9, name="More"),
        lambda version: version.milestones.update(name="Later"),
        lambda version: version.sent_to.all().delete(),
        lambda version: version.papers.update(pages=9),
        lambda version: version.papers.all().delete(),
    ],
)
def test_the_database_lets_nobody_change_what_was_sent(sent, statement):
    with pytest.raises(DatabaseError, match="stays|no draft again"), transaction.atomic():
        statement(sent)


def test_a_merged_person_and_a_retired_product_are_followed(sent, deal):
    other = Contact.objects.create(name="Kari S.", company=deal.company)
    sent.sent_to.update(contact=other)
    assert sent.recipients.get() == other


def test_the_next_version_replaces_it(sent, cast):
    second = make_version(sent, by=cast.alice)
    send_version(second, by=cast.alice)
    drawn(second)
    states = dict(Version.objects.values_list("number", "state"))
    assert (states, Event.objects.filter(verb="proposal.sent").latest("id").details["replaces"]) == (
        {1: "replaced", 2: "sent"},
        1,
    )


def test_withdrawing_takes_it_back_from_the_deal(sent, deal, cast):
    withdraw_version(sent, by=cast.alice)
    sent.refresh_from_db()
    deal.refresh_from_db()
    assert (sent.state, deal.proposal) == ("withdrawn", "")
    with pytest.raises(ValidationError, match="Only what was sent"):
        withdraw_version(sent, by=cast.alice)


def test_it_expires_when_its_last_day_is_over(sent, time_machine):
    assert expire_due() == 0
    time_machine.move_to(sent.valid_until + timedelta(days=2))
    assert (expire_due(), expire_due()) == (1, 0)
    assert Version.objects.get(pk=sent.pk).state == "expired"


def test_a_draft_can_be_deleted_and_nothing_else(draft, sent, cast):
    with pytest.raises(ValidationError, match="Only a draft can be thrown away"):
        delete_draft(sent, by=cast.alice)
    second = make_version(sent, by=cast.alice)
    delete_draft(second, by=cast.alice)
    assert [version.number for version in Version.objects.all()] == [1]


def test_the_first_draft_goes_with_its_number(draft, cast):
    delete_draft(draft, by=cast.alice)
    assert Proposal.objects.count() == 0


def test_it_needs_somebody_to_go_to_and_a_day_ahead(draft, cast):
    Version.objects.filter(pk=draft.pk).update(valid_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(ValidationError, match="day that has passed"):
        send_version(draft, by=cast.alice)
    Contact.objects.update(email="")
    with pytest.raises(ValidationError, match="at least one person"):
        send_version(draft, by=cast.alice)
