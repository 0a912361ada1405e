"""Many leads in one act: the same rules for each, one report, nothing twice, and all of it taken back as one."""

from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from leads.actions import assign_lead, disqualify
from leads.bulk_forms import MOST_AT_ONCE
from leads.models import Lead, LikelyPair
from tests.world import make_lead
from timeline.models import Event

BULK = "leads:bulk"


@pytest.fixture
def leads(cast):
    return [make_lead(name, cast.alice) for name in ("Ana", "Bea", "Cem")]


@pytest.fixture
def do(as_user, cast):
    """Alice, or somebody else, does an act to leads."""

    def send(act, leads, by=None, **asked):
        ids = ",".join(str(lead.pk) for lead in leads)
        return as_user(by or cast.alice).post(reverse(BULK), {"act": act, "ids": ids} | asked)

    return send


def facts(leads, *names):
    found = Lead.objects.in_bulk([lead.pk for lead in leads])
    return [tuple(getattr(found[lead.pk], name) for name in names) for lead in leads]


def toast_on(page):
    """The last of those that wait to be shown."""
    return str([*page.wsgi_request._messages][-1])


def test_many_are_given_to_somebody_with_one_event_each(do, cast, leads, verbs):
    answer = do("assign", leads, owner=cast.bob.pk)
    assert (answer.status_code, facts(leads, "owner_id")) == (302, [(cast.bob.pk,)] * 3)
    assert verbs() == ["lead.assigned"] * 3
    assert "Gave 3 leads to Bob Baker" in toast_on(answer)


def test_one_is_called_by_name(do, cast, leads):
    assert "Gave Ana to Bob Baker" in toast_on(do("assign", leads[:1], owner=cast.bob.pk))


@pytest.mark.parametrize(
    ("act", "asked", "name", "value"),
    [
        ("label", {}, "label_id", None),
        ("not-a-fit", {"reason": "too small"}, "status", "disqualified"),
        ("recycle", {"until": "2027-01-08", "reason": "budget in spring"}, "status", "recycled"),
        ("take", {}, "owner_id", "bob"),
    ],
)
def test_every_act_can_be_taken_back_as_one(do, as_user, cast, hot, act, asked, name, value):
    owner = None if act == "take" else cast.bob
    leads = [make_lead(who, owner, label=hot, score=7) for who in ("Ana", "Bea")]
    before = facts(leads, "owner_id", "label_id", "status", "status_reason", "returns_on", "label_is_by_hand")
    bulk = uuid4()
    do(act, leads, by=cast.bob, bulk=bulk, **asked)
    assert facts(leads, name) == [(cast.bob.pk if value == "bob" else value,)] * 2
    answer = as_user(cast.bob).post(reverse("leads:undo-bulk", args=[bulk]))
    after = facts(leads, "owner_id", "label_id", "status", "status_reason", "returns_on", "label_is_by_hand")
    assert (after, "Undone: 2 leads are as before" in toast_on(answer)) == (before, True)
    assert Event.objects.filter(verb="lead.undone", undoes__isnull=False).count() == 2


def test_what_was_not_a_fit_comes_back(do, cast, leads):
    for lead in leads:
        disqualify(lead, reason="too small", by=cast.alice)
    do("bring-back", leads)
    assert facts(leads, "status") == [("working",)] * 3


def test_the_same_act_sent_twice_is_done_once(do, cast, leads, verbs):
    bulk = uuid4()
    answers = [do("assign", leads, owner=cast.bob.pk, bulk=bulk) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert verbs() == ["lead.assigned"] * 3


def test_another_act_under_the_same_id_is_refused(do, cast, leads):
    bulk = uuid4()
    do("assign", leads, owner=cast.bob.pk, bulk=bulk)
    assert do("assign", leads, owner=cast.mona.pk, bulk=bulk).status_code == 409
    assert do("not-a-fit", leads, reason="no", bulk=bulk).status_code == 409
    assert facts(leads, "owner_id", "status") == [(cast.bob.pk, "new")] * 3


def test_what_cannot_be_done_stays_and_is_named(do, cast, leads):
    gone = make_lead("Dan", cast.alice, status=Lead.Status.CONVERTED)
    page = do("not-a-fit", [leads[0], gone], reason="too small")
    assert (page.status_code, "1 lead stays as it is" in page.text, "Dan" in page.text) == (200, True, True)
    assert facts([leads[0], gone], "status") == [("disqualified",), ("converted",)]


def test_where_none_can_be_done_it_is_a_conflict(do, cast):
    gone = make_lead("Dan", cast.alice, status=Lead.Status.CONVERTED)
    assert do("not-a-fit", [gone], reason="too small").status_code == 409


def test_a_form_that_lacks_something_comes_back_with_what_was_typed(do, leads, verbs):
    page = do("recycle", leads, until="2020-01-01", reason="Spring")
    assert (page.status_code, "Choose a day after today." in page.text, 'value="Spring"' in page.text) == (
        422,
        True,
        True,
    )
    assert verbs() == []


def test_foreign_leads_are_nobodys_to_change(do, cast, leads):
    foreign = make_lead("Foreign", cast.charlie)
    do("assign", [leads[0], foreign], owner=cast.bob.pk)
    assert facts([leads[0], foreign], "owner_id") == [(cast.bob.pk,), (cast.charlie.pk,)]
    assert "Somebody threw it away meanwhile" in toast_on(do("assign", [foreign], owner=cast.bob.pk))


def test_nobody_gives_leads_to_whom_they_do_not_see(do, cast, leads):
    assert do("assign", leads, owner=cast.charlie.pk).status_code == 422


def test_guests_may_not(do, cast, leads):
    assert do("assign", leads, by=cast.gus, owner=cast.bob.pk).status_code == 403


@pytest.mark.parametrize(("asked", "status"), [({}, 302), ({"ask": "assign"}, 422), ({"ask": "sing", "ids": "1"}, 302)])
def test_without_leads_there_is_no_form(as_user, cast, asked, status):
    assert as_user(cast.alice).get(reverse(BULK), asked).status_code == status


def test_an_act_nobody_knows_is_not_there(as_user, cast, leads):
    assert as_user(cast.alice).get(reverse(BULK), {"ask": "sing", "ids": leads[0].pk}).status_code == 404


def test_looking_at_a_form_changes_nothing(as_user, cast, leads, verbs):
    page = as_user(cast.alice).get(reverse(BULK), {"ask": "bring-back", "ids": leads[0].pk})
    assert (page.status_code, verbs()) == (200, [])


def test_a_whole_filter_is_more_than_its_page(do, cast):
    for number in range(53):
        make_lead(f"Lead {number}", cast.alice, source="Fair")
    other = make_lead("Other", cast.alice, source="Web")
    client = do("assign", [other], owner=cast.alice.pk).client
    client.post(f"{reverse(BULK)}?source=Fair", {"act": "assign", "all": "1", "owner": cast.bob.pk})
    assert Lead.objects.filter(owner=cast.bob).count() == 53


def test_very_many_at_once_are_too_many(do, leads):
    answer = do("assign", [Lead(pk=number) for number in range(10**9, 10**9 + MOST_AT_ONCE + 1)])
    assert answer.status_code == 422


def test_undo_leaves_what_was_changed_since(do, as_user, cast, leads):
    bulk = uuid4()
    do("assign", leads, owner=cast.bob.pk, bulk=bulk)
    assign_lead(leads[0], owner=cast.mona, by=cast.mona)
    page = as_user(cast.alice).post(reverse("leads:undo-bulk", args=[bulk]))
    assert "Ana was changed since." in page.text
    assert facts(leads, "owner_id") == [(cast.mona.pk,), (cast.alice.pk,), (cast.alice.pk,)]


def test_undo_comes_once_and_not_late_and_from_its_own(do, as_user, cast, leads):
    bulk = uuid4()
    do("assign", leads, owner=cast.bob.pk, bulk=bulk)
    undo = reverse("leads:undo-bulk", args=[bulk])
    assert "Only who did this" in toast_on(as_user(cast.bob).post(undo))
    as_user(cast.alice).post(undo)
    assert "undone already" in toast_on(as_user(cast.alice).post(undo))
    assert facts(leads, "owner_id") == [(cast.alice.pk,)] * 3


def test_strangers_do_not_find_an_act(do, as_user, cast, leads):
    bulk = uuid4()
    do("not-a-fit", leads, reason="no", bulk=bulk)
    undo = reverse("leads:undo-bulk", args=[bulk])
    assert as_user(cast.charlie).post(undo).status_code == 404
    assert as_user(cast.gus).post(undo).status_code == 403
    assert as_user(cast.alice).get(undo).status_code == 405
    assert as_user(cast.alice).post(reverse("leads:undo-bulk", args=[UUID(int=4)])).status_code == 404


def test_two_or_more_are_compared_before_they_are_merged(as_user, cast, leads):
    client, many = as_user(cast.mona), [make_lead(f"Dag {number}", cast.alice) for number in range(8)]
    chosen = [leads[:1], leads[:2], leads, [*leads, *many]]
    answers = [client.post(reverse(BULK), {"ask": "merge", "ids": [lead.pk for lead in some]}) for some in chosen]
    assert [answer.status_code for answer in answers] == [422, 302, 302, 422]
    assert answers[1].url == reverse("leads:compare", args=[LikelyPair.objects.get().pk]) + "?next=%2Fleads%2F"
    ids = "%2C".join(str(lead.pk) for lead in leads)
    assert answers[2].url == f"{reverse('leads:merge-many')}?next=%2Fleads%2F&ids={ids}"
    assert "Choose two leads to merge, or up to 10." in answers[3].content.decode()
