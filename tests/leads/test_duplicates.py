"""The pages of likely duplicates: the list, the strip, two side by side, merging, “not the same”, and the way back."""

import pytest
from django.urls import reverse

from leads.actions import log_touch
from leads.duplicates.merging import merge
from leads.duplicates.pairs import find_pairs
from leads.models import Company, Contact, Lead, LikelyPair, Merge
from tests.counting import queries_of
from tests.world import make_lead


@pytest.fixture
def twin(cast):
    return make_lead("Kapinga Mwana", cast.bob, email="mwana@dar.example", job_title="Director of operations")


@pytest.fixture
def pair(cast, lead, twin):
    find_pairs([f"lead:{lead.pk}"])
    return LikelyPair.objects.get()


def at(name, thing=None):
    return reverse(f"leads:{name}", args=[thing.pk] if thing else [])


def text(response):
    return " ".join(response.content.decode().split())


def test_the_list_shows_whom_one_sees(as_user, cast, pair):
    page = text(as_user(cast.alice).get(at("duplicates")))
    assert "Same email as <b>Kapinga Mwana</b>, lead of Bob Baker. 99% match." in page
    assert "Nobody stands here twice" in text(as_user(cast.charlie).get(at("duplicates")))


def test_the_list_asks_as_much_for_many(as_user, cast, pair):
    client = as_user(cast.alice)
    few = queries_of(client, at("duplicates"))
    for number in range(6):
        make_lead("Mwana Kapinga", cast.bob, email="mwana@dar.example", source=str(number))
    find_pairs(f"lead:{pk}" for pk in Lead.objects.values_list("pk", flat=True))
    assert queries_of(client, at("duplicates")) == few


def test_the_strip_stands_under_the_row_and_on_the_page(as_user, cast, lead, pair):
    for url in (at("list"), at("lead", lead)):
        page = text(as_user(cast.alice).get(url))
        assert page.count('class="dupstrip"') == 1
        assert at("compare", pair) in page
        assert at("merge", pair) in page
    assert at("merge", pair) not in text(as_user(cast.gus).get(at("lead", lead)))


def test_a_contact_is_told_by_its_deal(as_user, cast, lead, board, make_deal):
    kasia = Contact.objects.create(name="Mwana K.", email=lead.email, owner=cast.alice)
    make_deal(cast.alice, board.demo, "Fuel-loss audit", contact=kasia)
    find_pairs([f"lead:{lead.pk}"])
    page = text(as_user(cast.alice).get(at("list")))
    assert "Same email as <b>Mwana K.</b>, contact on Fuel-loss audit. 99% match." in page


def test_side_by_side_the_fuller_is_chosen(as_user, cast, lead, pair):
    page = text(as_user(cast.alice).get(at("compare", pair)))
    assert 'name="job_title" value="other" checked' in page
    assert 'name="company_name" value="one" checked' in page
    assert 'name="kept" value="one" checked' in page
    assert '<tr class="alike"><th scope="row">Email</th>' in page


def test_side_by_side_values_stand_as_everywhere(as_user, cast, lead, twin, pair, make_field):
    fields = [make_field("lead", "Fleet", "number"), make_field("lead", "Renewal", "date")]
    for one, day in {lead: "2019-11-18", twin: "2019-11-19"}.items():
        sheet = {field.key: value for field, value in zip(fields, ("12400", day), strict=True)}
        type(lead).objects.filter(pk=one.pk).update(first_contact_on=day, custom=sheet)
    page = text(as_user(cast.alice).get(at("compare", pair)))
    assert "Mon 18 Nov 2019" in page
    assert "12,400" in page
    assert "2019-11" not in page


def test_merging_what_was_chosen(as_user, cast, lead, twin, pair):
    chosen = {"kept": "other", "name": "one", "job_title": "one"}
    response = as_user(cast.alice).post(at("merge", pair), chosen)
    assert (response.status_code, response.url) == (302, at("lead", twin))
    kept = Lead.objects.visible_to(cast.ada).get()
    assert (kept, kept.name, kept.job_title, kept.company_name) == (twin, "Mwana Kapinga", "", "Dar Freight")
    made = Merge.objects.get()
    page = text(as_user(cast.alice).get(at("lead", twin)))
    assert f'action="{at("undo-merge", made)}" data-undo' in page


def test_from_the_strip_one_comes_back_to_the_list(as_user, cast, lead, pair):
    response = as_user(cast.alice).post(at("merge", pair), {"next": "/leads/?tab=mine"})
    assert response.url == "/leads/?tab=mine"
    assert as_user(cast.alice).post(at("merge", pair), {"next": "https://evil.example/"}).status_code == 404


@pytest.mark.parametrize("wrong", [{"name": "third"}, {"kept": "both"}])
def test_a_choice_that_is_none(as_user, cast, pair, wrong):
    response = as_user(cast.alice).post(at("merge", pair), wrong)
    assert (response.status_code, "Choose one of them for each line." in text(response)) == (422, True)


def test_a_deal_stays_the_one_that_stays(as_user, cast, lead, pair):
    Lead.objects.filter(pk=lead.pk).update(status="converted")
    response = as_user(cast.alice).post(at("merge", pair), {"kept": "other"})
    assert (response.status_code, "is a deal already: keep that one" in text(response)) == (422, True)


@pytest.mark.parametrize("name", ["compare", "merge", "not-the-same", "likely-again"])
def test_strangers_find_nothing_and_guests_change_nothing(as_user, cast, pair, name):
    assert as_user(cast.charlie).post(at(name, pair)).status_code == (405 if name == "compare" else 404)
    assert as_user(cast.charlie).get(at(name, pair)).status_code == (404 if name == "compare" else 405)
    assert as_user(cast.gus).post(at(name, pair)).status_code == (405 if name == "compare" else 403)


def test_who_sees_only_one_of_both_finds_no_pair(as_user, cast, lead, pair):
    Lead.objects.filter(pk=lead.pk).update(owner=cast.charlie)
    assert as_user(cast.alice).get(at("compare", pair)).status_code == 404
    assert "dupstrip" not in text(as_user(cast.alice).get(at("list")))


def test_not_the_same_and_back(as_user, cast, pair):
    client = as_user(cast.alice)
    assert client.post(at("not-the-same", pair), {"next": "/leads/"}).url == "/leads/"
    assert LikelyPair.objects.get().state == "apart"
    assert at("likely-again", pair) in text(client.get(at("list")))
    client.post(at("likely-again", pair))
    assert LikelyPair.objects.get().state == "open"


def test_undo(as_user, cast, lead, twin, pair):
    made = merge(lead, twin, by=cast.alice)
    assert as_user(cast.charlie).post(at("undo-merge", made)).status_code == 404
    assert as_user(cast.gus).post(at("undo-merge", made)).status_code == 403
    assert as_user(cast.bob).post(at("undo-merge", made), {"next": "/leads/"}).url == "/leads/"
    assert Lead.objects.filter(merged_into=None).count() == 2
    assert as_user(cast.bob).post(at("undo-merge", made)).status_code == 404


@pytest.mark.parametrize("kind", ["lead", "company", "contact"])
def test_the_old_address_leads_to_the_kept_one(as_user, cast, lead, twin, kind):
    one, other = {
        "lead": (lead, twin),
        "company": (Company.objects.create(name="A"), Company.objects.create(name="B")),
        "contact": (Contact.objects.create(name="A"), Contact.objects.create(name="B")),
    }[kind]
    merge(one, other, by=cast.alice)
    response = as_user(cast.alice).get(at(kind, other))
    assert (response.status_code, response.url) == (302, at(kind, one))
    if kind == "lead":
        assert as_user(cast.charlie).get(at(kind, other)).status_code == 404


def test_both_timelines_are_one(as_user, cast, lead, twin):
    log_touch(twin, kind="note", text="She likes blue trucks", by=cast.bob)
    made = merge(lead, twin, by=cast.alice)
    page = text(as_user(cast.alice).get(at("lead", lead)))
    assert "She likes blue trucks" in page
    assert "<b>Alice Archer</b> merged <b>Kapinga Mwana</b> into <b>Mwana Kapinga</b>" in page
    as_user(cast.alice).post(at("undo-merge", made))
    page = text(as_user(cast.alice).get(at("lead", lead)))
    assert ("She likes blue trucks" in page, "Taken back by Alice Archer" in page) == (False, True)


def test_what_is_typed_is_looked_at(as_user, cast, lead):
    typed = {"name": "M Kapinga", "email": "mwana+x@dar.example", "company_name": ""}
    page = text(as_user(cast.alice).post(at("likes"), typed))
    assert "Same email as <b>Mwana Kapinga</b>, lead of Alice Archer." in page
    assert f'name="seen" value="lead:{lead.pk}"' in page
    assert text(as_user(cast.alice).post(at("likes"), typed | {"of": f"lead:{lead.pk}"})) == ""
    assert text(as_user(cast.charlie).post(at("likes"), typed)) == ""
    assert as_user(cast.gus).post(at("likes"), typed).status_code == 403


def test_a_company_is_looked_at_by_its_site(as_user, cast):
    Company.objects.create(name="Dar Freight", domain="dar.example", city="Dar es Salaam")
    page = text(as_user(cast.alice).post(at("likes"), {"name": "DAR", "domain": "www.dar.example"}))
    assert "Same website as <b>Dar Freight</b>, company in Dar es Salaam." in page


def test_without_a_script_a_double_is_asked_about_once(as_user, cast, lead):
    typed = {"name": "Mwana Kapinga", "email": "mwana@dar.example", "notes": "180 trucks"}
    response = as_user(cast.alice).post(at("new"), typed)
    page = text(response)
    assert (response.status_code, "180 trucks" in page, Lead.objects.count()) == (422, True, 1)
    assert "Save once more if it is somebody else." in page
    response = as_user(cast.alice).post(at("new"), typed | {"seen": f"lead:{lead.pk}"})
    assert (response.status_code, Lead.objects.count()) == (302, 2)


@pytest.fixture
def three(cast, lead, twin):
    """The same person three times; the phone is known to the third alone."""
    third = make_lead("M. Kapinga", cast.alice, phone="+255 22 211 0000", source="Website", industry="Freight")
    return [lead, twin, third]


def together(leads):
    return f"{at('merge-many')}?ids={','.join(str(lead.pk) for lead in leads)}"


def test_several_stand_side_by_side(as_user, cast, three):
    page = text(as_user(cast.alice).get(together(three)))
    assert "Are these 3 the same?" in page
    for lead, fact in zip(three, ("company_name", "job_title", "industry"), strict=True):
        assert f'name="{fact}" value="lead:{lead.pk}" checked' in page


def test_several_become_one_by_what_was_chosen_and_are_taken_apart_again(as_user, cast, three):
    lead, twin, third = three
    log_touch(third, kind="note", text="She likes blue trucks", by=cast.alice)
    client = as_user(cast.alice)
    chosen = {"kept": f"lead:{twin.pk}", "name": f"lead:{third.pk}", "job_title": f"lead:{lead.pk}", "next": "/leads/"}
    assert client.post(together(three), chosen).url == "/leads/"
    kept = Lead.objects.visible_to(cast.ada).get()
    assert (kept, kept.name, kept.phone, kept.company_name, kept.job_title, kept.industry) == (
        twin, "M. Kapinga", "+255 22 211 0000", "Dar Freight", "", "Freight",
    )  # fmt: skip
    page, (last, first) = text(client.get(at("list"))), Merge.objects.all()
    assert "Merged Mwana Kapinga and M. Kapinga into Kapinga Mwana" in page
    assert f'action="{at("undo-merge", last)}"' in page
    assert f'name="also" value="{first.pk}"' in page
    assert "She likes blue trucks" in text(client.get(at("lead", twin)))
    assert client.post(at("undo-merge", last), {"also": [str(first.pk)]}).status_code == 302
    facts = Lead.objects.visible_to(cast.ada).order_by("pk").values_list("name", "phone", "industry")
    assert list(facts) == [
        ("Mwana Kapinga", "", ""), ("Kapinga Mwana", "", ""), ("M. Kapinga", "+255 22 211 0000", "Freight"),
    ]  # fmt: skip


def test_one_that_cannot_be_merged_leaves_all_as_they_are(as_user, cast, three):
    Lead.objects.filter(pk=three[1].pk).update(status="converted")
    chosen = {"kept": f"lead:{three[0].pk}", "name": f"lead:{three[2].pk}"}
    response = as_user(cast.alice).post(together([three[0], three[2], three[1]]), chosen)
    assert (response.status_code, "is a deal already: keep that one" in text(response)) == (422, True)
    assert f'name="name" value="lead:{three[2].pk}" checked' in text(response)
    assert Merge.objects.count() == 0


def test_whoever_does_not_see_all_of_them_sees_none(as_user, cast, three):
    assert as_user(cast.charlie).get(together(three)).status_code == 404
    assert as_user(cast.charlie).post(together(three)).status_code == 404
    assert as_user(cast.gus).post(together(three)).status_code == 403
    assert as_user(cast.alice).post(together(three), {"kept": "lead:0"}).status_code == 422
    assert as_user(cast.alice).get(together(three[:1])).url == at("duplicates")


def test_any_two_can_be_considered(as_user, cast, lead):
    other = make_lead("Somebody Else", cast.bob)
    both = {"one": f"lead:{lead.pk}", "other": f"lead:{other.pk}"}
    response = as_user(cast.alice).post(at("consider"), both)
    assert response.url == at("compare", LikelyPair.objects.get())
    assert as_user(cast.charlie).post(at("consider"), both).status_code == 404
    assert as_user(cast.alice).post(at("consider"), {"one": "lead:x", "other": "deal:1"}).status_code == 404
