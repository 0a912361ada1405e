"""What people keep for themselves goes into the bin by the buttons that deleted it, and comes back whole."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.bin.actions import restore
from accounts.models import BinnedRecord, SavedView
from followups.models import Letter
from leads.importing.saved import forget_mapping
from leads.models import ImportMapping
from pipeline.models import LineItem, Point, Product, ProductPrice, Rival
from pipeline.points.actions import add_point, add_rival, drop_point, drop_rival
from proposals.actions.making import make_proposal, make_version
from proposals.actions.stopping import delete_draft
from proposals.models import Proposal, Version
from reports.models import Experiment, ReportLetter, ReportSchedule, SavedReport
from tests.proposals.conftest import deal, template  # noqa: F401 (fixtures)
from tests.tables import differences, every_row

pytestmark = pytest.mark.django_db
WHERE = {
    "view": "/board/",
    "report": "/reports/mine/",
    "schedule": "/reports/mailing/",
    "experiment": "/reports/experiments/{}/",
    "letter": "/mail/unfiled/",
}
BIN = ("accounts_binnedrecord", "accounts_binnedrow", "accounts_binnedlink", "django_session", "accounts_user")


@pytest.fixture
def kept(cast, make_deal, board):
    """{name: (who has it, the button that throws it away, what it is)}."""
    view = SavedView.objects.create(owner=cast.alice, name="Large ones", query="q=spain")
    view.pinned_by.add(cast.alice)
    report = SavedReport.objects.create(owner=cast.alice, name="By rep", query="by=rep")
    facts = {"report": "win-rate", "at": "08:00", "formats": ["xlsx"], "next_at": timezone.now() + timedelta(days=7)}
    schedule = ReportSchedule.objects.create(owner=cast.alice, name="Each week", **facts)
    schedule.receivers.add(cast.alice, cast.bob)
    ReportLetter.objects.create(schedule=schedule, receiver=cast.bob, due_at=timezone.now())
    change = Experiment.objects.create(name="Playbook", began_on=date(2026, 1, 5), by=cast.mona)
    letter = Letter.objects.create(
        direction="in", message_id="2@x", sender="x@y.example", subject="Hello", text="", user=cast.alice
    )
    return {
        "view": (cast.alice, "accounts:view-delete", view),
        "report": (cast.alice, "reports:saved-delete", report),
        "schedule": (cast.alice, "reports:mailing-delete", schedule),
        "experiment": (cast.mona, "reports:experiment-delete", change),
        "letter": (cast.alice, "followups:letter-discard", letter),
    }


@pytest.mark.parametrize("name", ["view", "report", "schedule", "experiment", "letter"])
def test_its_button_throws_it_away_and_the_toast_brings_it_back(as_user, kept, name):
    owner, button, thing = kept[name]
    client, before = as_user(owner), every_row(BIN)
    page = client.post(reverse(button, args=[thing.pk]), follow=True)
    assert page.status_code == 200
    assert not type(thing).objects.filter(pk=thing.pk).exists()
    binned = BinnedRecord.objects.get()
    assert binned.title == str(thing)
    assert f"/bin/acts/{binned.act}/undo/" in page.text
    undone = client.post(f"/bin/acts/{binned.act}/undo/", {"next": way_back(page)})
    assert undone["Location"].partition("?")[0] == WHERE[name].format(thing.pk)
    assert differences(before, every_row(BIN)) == {}


def way_back(page):
    """What the toast sends along."""
    found = re.search(r'name="next" value="([^"]*)"><button class="undo"', page.text)
    return found[1] if found else ""


def test_what_one_keeps_to_oneself_is_in_no_other_bin(as_user, cast, kept):
    for owner, button, thing in kept.values():
        as_user(owner).post(reverse(button, args=[thing.pk]))
    seen = {who: BinnedRecord.objects.visible_to(getattr(cast, who)).count() for who in ("alice", "bob", "mona", "ada")}
    assert seen == {"alice": 5, "bob": 1, "mona": 1, "ada": 1}


def test_a_way_to_read_files_comes_back(cast):
    way = ImportMapping.objects.create(name="Old CRM", kind="deals", owner=cast.mona, headers=["a"], mapping={"a": "b"})
    forget_mapping(way, by=cast.mona)
    assert not ImportMapping.objects.exists()
    back(cast.mona)
    assert (ImportMapping.objects.get().headers, ImportMapping.objects.get().mapping) == (["a"], {"a": "b"})


def back(by):
    return restore(list(BinnedRecord.objects.all()), by=by)


def test_a_product_leaves_its_lines_their_words_and_price(as_user, cast, make_deal, board):
    product = Product.objects.create(name="Sensor", code="S-1")
    ProductPrice.objects.create(product=product, currency="EUR", amount=39)
    line = LineItem.objects.create(deal=make_deal(cast.alice, board.demo), product=product, name="Sensor", price=39)
    throw = {"ids": product.pk}
    assert as_user(cast.alice).post("/bin/throw/product/", throw).status_code == 403
    assert as_user(cast.mona).post("/bin/throw/product/", throw).status_code == 302
    line.refresh_from_db()
    assert (line.product, line.name, line.price, Product.objects.count()) == (None, "Sensor", 39, 0)
    assert as_user(cast.alice).get(f"/products/{product.pk}/").status_code == 404
    back(cast.mona)
    line.refresh_from_db()
    assert (line.product, product.prices.get().amount) == (product, 39)


def test_a_first_draft_goes_with_its_number_and_comes_back_with_it(as_user, cast, deal, template):  # noqa: F811 - the fixture imported above
    draft = make_proposal(deal, template, by=cast.alice)
    before, number = every_row(BIN), draft.proposal.number
    assert as_user(cast.alice).post(f"/proposals/{draft.pk}/delete/").status_code == 302
    assert (Proposal.objects.count(), Version.objects.count()) == (0, 0)
    back(cast.alice)
    assert Proposal.objects.get().number == number
    assert differences(before, every_row(BIN)) == {}


def test_a_first_draft_alone_does_not_leave_an_empty_proposal(as_user, cast, deal, template):  # noqa: F811 - the fixture imported above
    draft = make_proposal(deal, template, by=cast.alice)
    client = as_user(cast.alice)
    page = client.post("/bin/throw/version/", {"ids": draft.pk}, follow=True)
    assert page.redirect_chain[-1][0] == f"/proposals/{draft.pk}/"
    assert "throw it away on its own page, and the proposal goes along" in page.text
    Version.objects.filter(pk=draft.pk).update(state="sent", sent_at=timezone.now())
    second = make_version(Version.objects.get(), by=cast.alice)
    assert client.post("/bin/throw/version/", {"ids": second.pk}).status_code == 302
    assert list(Version.objects.all()) == [draft]


def test_a_later_draft_waits_for_the_one_begun_after_it(cast, deal, template):  # noqa: F811 - the fixture imported above
    first = make_proposal(deal, template, by=cast.alice)
    Version.objects.filter(pk=first.pk).update(state="sent", sent_at=timezone.now())
    first.refresh_from_db()
    with pytest.raises(ValidationError, match="Only a draft"):
        delete_draft(first, by=cast.alice)
    second = make_version(first, by=cast.alice)
    delete_draft(second, by=cast.alice)
    third = make_version(Version.objects.get(), by=cast.alice)
    with pytest.raises(ValidationError, match="another draft"):
        back(cast.alice)
    Version.objects.filter(pk=third.pk).update(state="withdrawn", sent_at=timezone.now())
    back(cast.alice)
    assert Version.objects.get(pk=second.pk).number == 3


def test_points_and_rivals_come_back_to_their_deal(cast, make_deal, board):
    found = make_deal(cast.alice, board.demo)
    point = add_point(found, kind="pain", text="Claims", by=cast.alice)
    rival = add_rival(found, name="Fleetly", is_ahead=True, by=cast.alice)
    drop_point(point, by=cast.bob)
    drop_rival(rival, by=cast.bob)
    assert (drop_point(point, by=cast.bob), Point.objects.count(), Rival.objects.count()) == ([], 0, 0)
    other = add_rival(found, name="Movo", is_ahead=True, by=cast.alice)
    back(cast.alice)
    assert Point.objects.get() == point
    assert list(found.rivals.values_list("name", "is_ahead")) == [("Movo", True), ("Fleetly", False)]
    assert other in found.rivals.all()
