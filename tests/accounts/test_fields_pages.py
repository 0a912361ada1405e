"""An admin adds fields, calls them something else, puts them in order, retires them and is told what that touches."""

import pytest
from django.urls import reverse

from accounts.fields.actions import add_field
from accounts.fields.facts import parted, set_fact
from accounts.fields.known import fields_of
from accounts.fields.queries import impact_of
from accounts.models import CustomField, CustomOption, SavedView
from leads.models import Company
from timeline.models import Event
from timeline.sentences import sentence_of, spell_out

FIELDS = reverse("accounts:fields")
NEW = reverse("accounts:field-new", args=["deal"])


@pytest.fixture
def ada(as_user, cast):
    return as_user(cast.ada)


def test_an_empty_page_teaches(ada):
    text = ada.get(FIELDS).text
    assert "fleet size, plate, renewal day" in text
    assert "None yet." in text


def test_add_a_choice(ada):
    answer = ada.post(NEW, {"name": " Sales  region ", "kind": "choice", "options": "North\nSouth\n\nnorth \n"})
    assert answer.status_code == 302
    (field,) = fields_of("deal")
    assert (field.key, field.name, field.kind) == ("sales_region", "Sales region", "choice")
    assert list(field.option_names.values()) == ["north", "South"]
    assert "Sales region" in ada.get(FIELDS).text


def test_add_money_in_a_currency(ada):
    ada.post(NEW, {"name": "Insured for", "kind": "money", "currency": "NOK", "is_required": "on"})
    (field,) = fields_of("deal")
    assert (field.currency, field.is_required) == ("NOK", True)


def test_the_currency_is_chosen_from_those_there_are(ada):
    page = ada.get(NEW).text
    assert '<option value="EUR" selected>EUR – Euro</option>' in page
    assert '<option value="NOK">NOK – Norwegian Krone</option>' in page


WRONG = [
    ({"name": "", "kind": "text"}, "Give the field a name"),
    ({"name": "Region", "kind": "choice", "options": " \n"}, "one on each line"),
    ({"name": "Insured for", "kind": "money", "currency": ""}, "Choose the currency of its values."),
    ({"name": "Insured for", "kind": "money", "currency": "ZZZ"}, "Select a valid choice"),
    ({"name": "Modules", "kind": "choices", "options": "a; b"}, "no semicolon"),
    ({"name": "fleet size", "kind": "number"}, "one of that name already"),
    ({"name": "Something", "kind": "cake"}, "Select a valid choice"),
]


@pytest.mark.parametrize(("sent", "sentence"), WRONG)
def test_a_wrong_one_is_refused_and_its_text_kept(ada, make_field, sent, sentence):
    make_field("deal", "Fleet size", "number")
    answer = ada.post(NEW, sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{sent["name"]}"' in answer.text or not sent["name"]
    assert CustomField.objects.count() == 1


def test_a_kind_of_record_nobody_has(ada):
    assert ada.get(reverse("accounts:field-new", args=["cake"])).status_code == 404


def test_keys_are_plain_and_never_given_twice(make_field):
    names = ["Fleet size", "Fleet  size!", "车队", "保险", "2nd driver"]
    assert [make_field("lead", name, "text").key for name in names] == [
        "fleet_size",
        "fleet_size_2",
        "field",
        "field_2",
        "field_2nd_driver",
    ]


def test_rename_keeps_the_key_and_the_log_tells(ada, make_field):
    field = make_field("deal", "Fleet size", "number")
    ada.post(reverse("accounts:field", args=[field.pk]), {"name": "Vehicles", "hint": "All of them"})
    (now,) = fields_of("deal")
    assert (now.key, now.name, now.hint) == ("fleet_size", "Vehicles", "All of them")
    event = Event.objects.get(verb="field.edited")
    assert event.changes["name"] == ["Fleet size", "Vehicles"]
    assert "changed the field" in spell_out(event, sentence_of(event.verb))


def test_order_and_revert(ada, make_field):
    make_field("deal", "Fleet size", "number")
    region = make_field("deal", "Region", "text")
    make_field("lead", "Elsewhere", "text")
    ada.post(reverse("accounts:list-place", args=["fields", region.pk]), {"step": "up"})
    assert [field.name for field in fields_of("deal")] == ["Region", "Fleet size"]
    assert [field.name for field in fields_of("lead")] == ["Elsewhere"]


def test_fields_do_not_merge(ada, make_field):
    field = make_field("deal", "Region", "choice", options=["North"])
    assert ada.get(reverse("accounts:list-merge", args=["fields", field.pk])).status_code == 404
    option = CustomOption.objects.get()
    assert ada.get(reverse("accounts:list-merge", args=["field-options", option.pk])).status_code == 404


def test_retiring_says_first_what_it_touches(ada, make_field, cast):
    field = make_field("company", "Fleet size", "number")
    for count in range(3):
        Company.objects.create(name=f"Company {count}", custom={"fleet_size": str(count)})
    SavedView.objects.create(owner=cast.alice, name="Large fleets", query="custom.fleet_size.min=20")
    SavedView.objects.create(owner=cast.alice, name="Other", query="custom.fleet_size_2.min=20")
    one = CustomField.objects.get()
    assert [said.words for said in impact_of(one)] == ["3 companies", "1 saved view"]
    page = ada.get(reverse("accounts:field-retire", args=[one.pk])).text
    assert "3 companies" in page
    ada.post(reverse("accounts:field-retire", args=[one.pk]))
    assert fields_of("company") == []
    assert Company.objects.filter(custom__has_key=field.key).count() == 3
    ada.post(reverse("accounts:list-return", args=["fields", one.pk]))
    assert [back.name for back in fields_of("company")] == ["Fleet size"]


def test_options_are_added_renamed_ordered_and_retired(ada, make_field):
    field = make_field("deal", "Region", "choice", options=["North", "South"])
    ada.post(reverse("accounts:field-option-add", args=[field.pk]), {"name": "West"})
    north, south, west = CustomOption.objects.order_by("position")
    ada.post(reverse("accounts:field-option", args=[north.pk]), {"name": "Far north"})
    ada.post(reverse("accounts:field-option-act", args=[west.pk, "up"]))
    ada.post(reverse("accounts:field-option-act", args=[south.pk, "retire"]))
    (now,) = fields_of("deal")
    assert [option[1:] for option in now.options] == [("Far north", False), ("West", False), ("South", True)]
    ada.post(reverse("accounts:field-option-act", args=[south.pk, "return"]))
    assert ada.post(reverse("accounts:field-option-act", args=[south.pk, "burn"])).status_code == 404
    again = ada.post(reverse("accounts:field-option-add", args=[field.pk]), {"name": "WEST"})
    assert again.status_code == 422
    wrong = ada.post(reverse("accounts:field-option", args=[north.pk]), {"name": ""})
    assert (wrong.status_code, "Write what there is to choose." in wrong.text) == (422, True)


def test_a_wrong_change_of_a_field_is_refused(ada, make_field):
    make_field("deal", "Region", "text")
    field = make_field("deal", "Fleet size", "number")
    answer = ada.post(reverse("accounts:field", args=[field.pk]), {"name": "region"})
    assert (answer.status_code, "one of that name already" in answer.text) == (422, True)


def test_only_admins(as_user, cast, make_field):
    field = make_field("deal", "Fleet size", "number")
    assert as_user(cast.mona).get(FIELDS).status_code == 403
    assert as_user(cast.mona).post(NEW, {"name": "Mine", "kind": "text"}).status_code == 403
    assert as_user(cast.ada).get(reverse("accounts:field-option-add", args=[field.pk])).status_code == 405


def test_the_fields_of_a_record_are_one_question(make_field, django_assert_num_queries):
    for number in range(5):
        make_field("deal", f"Choice {number}", "choice", options=["A", "B"])
    with django_assert_num_queries(1):
        assert len(fields_of("deal")) == 5


def test_facts_are_written_one_by_one(cast):
    company = Company(name="Nordkyst", custom={"fleet": "3", "plate": "BT"})
    set_fact(company, "custom.fleet", "4")
    set_fact(company, "custom.plate", None)
    assert company.custom == {"fleet": "4"}
    assert parted({"name": "A", "custom.fleet": "4", "custom.plate": None}) == {"name": "A", "custom": {"fleet": "4"}}
    assert parted({"name": "A"}) == {"name": "A"}


def test_add_field_counts_positions_for_itself(cast):
    first = add_field(by=cast.ada, record="deal", name="One", kind="text")
    second = add_field(by=cast.ada, record="deal", name="Two", kind="text")
    other = add_field(by=cast.ada, record="lead", name="One", kind="text")
    assert [first.position, second.position, other.position] == [0, 1, 0]
