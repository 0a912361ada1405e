"""What people are told because of the log: what they were given, their imports, their name in a note."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import RoleVisibility, User
from followups.models import Notification
from followups.notices.mentions import mentioned_in
from leads.actions import assign_lead, create_lead, log_touch
from leads.importing.running import stop
from leads.models import ImportBatch
from pipeline.actions import edit_deal, note_on_deal
from pipeline.actions.bulk import edit_deals
from tests.followups.conftest import make_deal
from timeline.listeners import catch_up
from timeline.log import record

NOW = timedelta(0)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hear():
    """Let a room read the log: `hear("mentions")`; the positions stand at its head before."""
    rooms = ["assigned", "imports", "mentions"]
    catch_up(rooms)
    return lambda room: catch_up([room], undo_window=NOW)


def told():
    return [(notice.user.name.split()[0], notice.kind, notice.text) for notice in Notification.objects.order_by("pk")]


def test_who_is_given_a_deal_hears_of_it(cast, deal, hear):
    edit_deal(deal, by=cast.mona, owner=cast.bob)
    hear("assigned")
    assert told() == [("Bob", "assigned", "Mona Marsh gave you the deal Reefer fleet telemetry")]
    assert Notification.objects.get().url == f"/deals/{deal.pk}/"


def test_who_is_given_a_lead_hears_of_it(cast, lead, hear):
    assign_lead(lead, owner=cast.bob, by=cast.mona)
    hear("assigned")
    assert told() == [("Bob", "assigned", "Mona Marsh gave you the lead Mwana Kapinga")]


def test_what_one_takes_or_makes_oneself_is_no_news(cast, deal, hear):
    edit_deal(deal, by=cast.bob, owner=cast.bob)
    create_lead(by=cast.bob, owner=cast.bob, name="Kari")
    edit_deal(deal, by=cast.mona, title="Fleet")
    hear("assigned")
    assert told() == []


def test_what_was_given_on_meanwhile_is_told_to_the_last(cast, deal, hear):
    edit_deal(deal, by=cast.mona, owner=cast.bob)
    edit_deal(deal, by=cast.mona, owner=cast.ada)
    hear("assigned")
    assert [name for name, *_rest in told()] == ["Ada"]


def test_many_at_once_are_one_notice(cast, demo, hear):
    deals = [make_deal(demo, cast.alice, f"Fleet {number}") for number in range(3)]
    edit_deals(deals, owner=cast.bob, by=cast.mona, bulk=uuid4())
    hear("assigned")
    assert told() == [("Bob", "assigned", "Mona Marsh gave you 3 deals")]


@pytest.fixture
def batch(cast):
    return ImportBatch.objects.create(kind="leads", file_name="fair.csv", content=b"name\nKari\n", owner=cast.mona)


def test_the_end_of_an_import_is_told(cast, batch, hear):
    details = {"file": "fair.csv", "created": 3, "updated": 2, "rejected": 1}
    record("leads.imported", batch, by=cast.mona, details=details)
    hear("imports")
    assert told() == [("Mona", "import", "fair.csv is imported. New: 3, updated: 2, refused: 1")]
    assert Notification.objects.get().url == f"/imports/{batch.pk}/"


def test_an_import_that_stopped_is_told(cast, batch, hear):
    stop(batch.pk, "The file ends in the middle of a row.")
    hear("imports")
    words = "The import of fair.csv has stopped: The file ends in the middle of a row."
    assert told() == [("Mona", "import", words)]
    batch.refresh_from_db()
    assert batch.status == ImportBatch.Status.FAILED


def test_who_is_mentioned_hears_of_it(cast, deal, hear):
    note_on_deal(deal, text="Price is fine, @Bob Baker please look", by=cast.alice)
    hear("mentions")
    words = "Alice Archer mentioned you about Reefer fleet telemetry: Price is fine, @Bob Baker please look"
    assert told() == [("Bob", "mention", words)]
    assert Notification.objects.get().url == f"/deals/{deal.pk}/#timeline"


def test_who_may_not_see_it_is_not_told(cast, deal, lead, hear):
    note_on_deal(deal, text="@Charlie Cole and @Gus Gray", by=cast.alice)
    RoleVisibility.objects.create(role="guest", visibility="own")
    note_on_deal(deal, text="@Gus Gray again", by=cast.alice)
    log_touch(lead, kind="note", text="@Charlie Cole", by=cast.alice)
    hear("mentions")
    assert told() == []


def test_nobody_tells_themselves(cast, deal, hear):
    note_on_deal(deal, text="I, @Alice Archer", by=cast.alice)
    hear("mentions")
    assert told() == []


def test_a_note_is_heard_once(cast, lead, hear):
    log_touch(lead, kind="call", text="@Bob said yes, @Bob Baker!", by=cast.alice)
    hear("mentions")
    hear("mentions")
    assert [name for name, *_rest in told()] == ["Bob"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Anna Lee-Smith knows", ["Anna Lee-Smith"]),
        ("@Anna Lee knows", ["Anna Lee"]),
        ("@anna lee, look", ["Anna Lee"]),
        ("@Anna knows", []),
        ("@Zoë and @zoë", ["Zoë Marsh"]),
        ("(@Zoë)", ["Zoë Marsh"]),
        ("zoë@Zoë.example", []),
        ("kari.@Zoë", []),
        ("@Zoëlle", []),
        ("@ Zoë", []),
        ("@@Zoë", []),
        ("@Zoë Marsh and @Anna Lee", ["Zoë Marsh", "Anna Lee"]),
        ("nobody", []),
    ],
)
def test_whom_a_text_names(cast, text, found):
    for name in ("Anna Lee", "Anna Lee-Smith", "Zoë Marsh"):
        User.objects.create(name=name, email=f"{name.replace(chr(32), chr(46))}@x.example")
    assert [person.name for person in mentioned_in(text, User.objects.active())] == found


def test_the_picker_names_who_may_see(as_user, cast, deal):
    names = as_user(cast.alice).get(f"/mentions/deal/{deal.pk}/").json()["names"]
    assert names == ["Ada Abel", "Bob Baker", "Gus Gray", "Mona Marsh"]
    assert as_user(cast.charlie).get(f"/mentions/deal/{deal.pk}/").status_code == 404
    assert as_user(cast.alice).get("/mentions/planet/1/").status_code == 404
