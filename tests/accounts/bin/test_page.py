"""The page of the bin, and throwing away and restoring from pages, by five kinds of people."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.bin.actions import throw_away
from accounts.models import BinnedRecord
from leads.models import Company, Contact, Lead
from tests.counting import queries_of
from tests.world import make_lead
from timeline.models import Event

pytestmark = pytest.mark.django_db
BIN = "/bin/"


@pytest.fixture
def lead(cast):
    return make_lead("Mwana Kapinga", cast.alice)


@pytest.fixture
def binned(lead, cast):
    return throw_away([lead], by=cast.alice, note="It was a test").done[0]


def throw(client, *records, **more):
    ids = [record.pk for record in records]
    return client.post(f"/bin/throw/{records[0]._meta.model_name}/", {"ids": ids, **more})


@pytest.mark.parametrize(
    ("who", "status"), [("alice", 302), ("bob", 403), ("charlie", 404), ("mona", 302), ("ada", 302), ("gus", 403)]
)
def test_who_throws_away_what_is_alices(as_user, cast, lead, who, status):
    assert throw(as_user(getattr(cast, who)), lead).status_code == status
    assert Lead.objects.filter(pk=lead.pk).exists() == (status != 302)


@pytest.mark.parametrize(
    ("who", "status"), [("alice", 302), ("bob", 403), ("charlie", 302), ("mona", 302), ("ada", 302), ("gus", 403)]
)
def test_who_restores_what_is_alices(as_user, cast, binned, who, status):
    answer = as_user(getattr(cast, who)).post("/bin/restore/", {"ids": binned.pk})
    assert answer.status_code == status
    assert Lead.objects.exists() == (status == 302 and who != "charlie")


@pytest.mark.parametrize(
    ("who", "is_shown", "is_offered"),
    [
        ("alice", True, True),
        ("bob", True, False),
        ("charlie", False, False),
        ("mona", True, True),
        ("ada", True, True),
        ("gus", True, False),
    ],
)
def test_who_sees_it_in_the_bin(as_user, cast, binned, who, is_shown, is_offered):
    page = as_user(getattr(cast, who)).get(BIN).content.decode()
    assert ("Mwana Kapinga" in page, "Restore Mwana Kapinga" in page) == (is_shown, is_offered)


def test_what_nobody_owned_is_everybodys(as_user, cast):
    throw_away([make_lead("Nobody’s", None)], by=cast.alice)
    assert "Nobody’s" in as_user(cast.charlie).get(BIN).content.decode()


def test_a_toast_takes_it_out_again(as_user, cast, lead):
    client = as_user(cast.alice)
    answer = throw(client, lead, note="It was a test")
    assert answer["Location"] == reverse("leads:list")
    act = BinnedRecord.objects.get().act
    assert f"/bin/acts/{act}/undo/" in client.get(answer["Location"]).content.decode()
    assert client.get(f"/leads/{lead.pk}/").status_code == 404
    assert client.post(f"/bin/acts/{act}/undo/")["Location"] == f"/leads/{lead.pk}/"
    page = client.get(f"/leads/{lead.pk}/").content.decode()
    said = [words in page for words in ("threw the lead", "restored the lead", "It was a test")]
    assert said == [True, True, True]


def test_a_second_click_is_no_fault(as_user, cast, lead):
    client = as_user(cast.alice)
    throw(client, lead)
    assert throw(client, lead).status_code == 302
    act = BinnedRecord.objects.get().act
    assert [client.post(f"/bin/acts/{act}/undo/").status_code for _ in range(2)] == [302, 302]
    assert Event.objects.filter(verb__in=["lead.thrown_away", "lead.restored"]).count() == 2
    assert client.post("/bin/restore/", {"ids": 7}).status_code == 302


def test_of_many_those_that_are_not_ones_own_stay(as_user, cast, lead):
    client, his = as_user(cast.alice), make_lead("Bob’s", cast.bob)
    answer = throw(client, lead, his, next="/leads/?tab=all")
    assert answer["Location"] == "/leads/?tab=all"
    page = client.get(BIN).content.decode()
    assert "Bob’s: This is not yours: ask Bob Baker, or a manager." in page
    assert list(Lead.objects.all()) == [his]


def test_a_list_throws_away_what_was_chosen(as_user, cast, lead):
    more = make_lead("Another", cast.alice)
    answer = as_user(cast.alice).post("/leads/bulk/", {"ids": [lead.pk, more.pk], "ask": "throw-away"})
    assert answer.status_code == 302
    assert (Lead.objects.count(), BinnedRecord.objects.values("act").distinct().count()) == (0, 1)


@pytest.mark.parametrize(("kind", "model"), [("company", Company), ("contact", Contact)])
def test_companies_and_contacts_too(as_user, cast, kind, model):
    client, one = as_user(cast.alice), model.objects.create(name="Nordkyst", owner=cast.alice)
    page = reverse(f"leads:{kind}", args=[one.pk])
    assert f'action="/bin/throw/{kind}/"' in client.get(page).content.decode()
    assert throw(client, one).status_code == 302
    assert client.get(page).status_code == 404
    assert client.post("/bin/restore/", {"ids": BinnedRecord.objects.get().pk})["Location"] == page
    assert "threw the" in client.get(page).content.decode()


def test_whoever_may_not_is_not_offered_it(as_user, cast, lead):
    pages = {
        who: as_user(getattr(cast, who)).get(f"/leads/{lead.pk}/").content.decode() for who in ("alice", "bob", "gus")
    }
    assert {who: "/bin/throw/lead/" in page for who, page in pages.items()} == {
        "alice": True,
        "bob": False,
        "gus": False,
    }


def test_it_is_found_by_kind_words_and_who(as_user, cast, binned):
    throw_away([Company.objects.create(name="Nordkyst", owner=cast.alice)], by=cast.mona)
    client = as_user(cast.alice)

    def found(query):
        page = client.get(f"{BIN}?{query}").content.decode()
        return [name for name in ("Mwana Kapinga", "Nordkyst") if f"Restore {name}" in page]

    asked = ["kind=lead", "kind=company", "q=kap", "q=a test", f"by={cast.mona.pk}", "q=none", "kind=lead&kind=company"]
    both = ["Mwana Kapinga", "Nordkyst"]
    assert [found(query) for query in asked] == [both[:1], both[1:], both[:1], both[:1], both[1:], [], both]


def test_bad_words_are_told_and_kept(as_user, cast, lead):
    client = as_user(cast.alice)
    answer = throw(client, lead, note="x" * 501)
    assert (answer.status_code, "x" * 501 in answer.content.decode()) == (422, True)
    assert client.post("/bin/throw/lead/", {}).status_code == 422
    assert client.post("/bin/throw/lead/", {"ids": "7,x"}).status_code == 404
    assert client.post("/bin/throw/nothing/", {"ids": "7"}).status_code == 404
    assert client.post("/bin/throw/point/", {"ids": "7"}).status_code == 404
    assert Lead.objects.count() == 1


def test_words_for_what_was_thrown_away_meanwhile_are_given_back(as_user, cast, lead):
    client = as_user(cast.alice)
    throw(client, lead)
    answer = client.post(f"/leads/{lead.pk}/note/", {"kind": "note", "text": "They <b>signed</b> it"})
    page = answer.content.decode()
    assert (answer.status_code, page.count("<textarea")) == (404, 1)
    assert "They &lt;b&gt;signed&lt;/b&gt; it" in page
    client.logout()
    assert "signed" not in client.post("/nowhere/", {"text": "Budget is signed off"}).content.decode()


@pytest.mark.parametrize(
    ("who", "is_told", "is_offered"),
    [("alice", True, True), ("bob", True, False), ("charlie", False, False), ("gus", True, False)],
)
def test_the_page_of_what_lies_in_the_bin_says_so(as_user, cast, lead, binned, who, is_told, is_offered):
    client = as_user(getattr(cast, who))
    for page in (f"/leads/{lead.pk}/", f"/leads/{lead.pk}/edit/"):
        answer = client.get(page)
        said = [words in answer.text for words in ("Alice Archer threw “Mwana Kapinga” away today", "/bin/restore/")]
        assert (answer.status_code, said) == (404, [is_told, is_offered])
    assert "There is nothing here" in client.get(f"/contacts/{lead.pk}/").text


def test_the_methods(as_user, cast):
    client = as_user(cast.alice)
    assert client.post(BIN).status_code == 405
    assert client.get("/bin/restore/").status_code == 405
    assert client.get("/bin/throw/lead/").status_code == 405
    assert client.get(f"/bin/acts/{uuid4()}/undo/").status_code == 405


def test_an_empty_bin_teaches(as_user, cast):
    assert "The bin is empty" in as_user(cast.gus).get(BIN).content.decode()


def test_the_page_asks_as_much_for_one_as_for_many(as_user, cast):
    client = as_user(cast.alice)
    throw_away([make_lead("One", cast.alice)], by=cast.alice)
    one = queries_of(client, BIN)
    throw_away([make_lead(f"Lead {number}", cast.bob) for number in range(20)], by=cast.mona)
    assert queries_of(client, BIN) == one


@pytest.mark.parametrize("odd", ["foo", "//elsewhere.example/", "https://elsewhere.example/", "javascript:alert(1)"])
def test_an_odd_way_back_leads_to_the_list(as_user, cast, lead, odd):
    assert throw(as_user(cast.alice), lead, next=odd)["Location"] == reverse("leads:list")


def test_a_script_is_led_to_the_bin_by_a_second_click_too(as_user, cast, binned):
    ids, script = {"ids": binned.record_id}, {"HX-Request": "true"}
    answer = as_user(cast.alice).post("/bin/throw/lead/", ids, headers=script)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, BIN)


def test_a_line_break_in_the_way_back_is_no_fault(as_user, cast, lead):
    answer = throw(as_user(cast.alice), lead, next="/leads/?q=a\r\nb")
    assert answer["Location"] == "/leads/?q=a%0D%0Ab"
