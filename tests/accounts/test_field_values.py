"""One reader and one way of saying for every kind of custom field, whether a form or a file brings the value."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

from accounts.fields.forms import WithCustomInputs
from accounts.fields.kinds import cell, form_field, read_value, say, typed
from tests.fields import option_of

PLAIN = [
    ("text", "Vehicle plate", "  BT 2451 ", "BT 2451", "BT 2451"),
    ("number", "Fleet size", "12,400", "12400", "12,400"),
    ("number", "Fleet size", "-0.50", "-0.5", "−0.5"),
    ("number", "Fleet size", "0", "0", "0"),
    ("money", "Insured for", "1,200.5", "1200.50", "€1,200.50"),
    ("date", "Renewal", "2026-11-24", "2026-11-24", "Tue 24 Nov"),
    ("link", "Data room", "https://example.com/a", "https://example.com/a", "https://example.com/a"),
]


@pytest.mark.parametrize(("kind", "name", "typed_in", "kept", "said"), PLAIN)
def test_a_form_and_a_file_read_the_same(make_field, kind, name, typed_in, kept, said):
    field = make_field("deal", name, kind)
    assert form_field(field).clean(typed_in) == kept
    assert read_value(field, typed_in) == kept
    assert say(field, kept) in (said, f"{said} 2026")


@pytest.mark.parametrize("kind", ["text", "number", "money", "date", "choice", "choices", "yes_no", "person", "link"])
def test_nothing_is_nothing(make_field, kind):
    field = make_field("lead", "Something", kind, options=["One"] if "choice" in kind else ())
    assert form_field(field).clean([] if kind == "choices" else "") is None
    assert read_value(field, "  ") is None
    assert say(field, None) == ""
    assert cell(field, None) is None


@pytest.mark.parametrize("kind", ["choice", "yes_no", "person"])
def test_where_nothing_is_chosen_yet_it_says_so(make_field, kind):
    field = make_field("lead", "Something", kind, options=["One"] if kind == "choice" else ())
    assert form_field(field).choices[0] == ("", "Choose")


def test_choices_go_by_name_and_are_kept_by_id(make_field):
    region = make_field("deal", "Region", "choice", options=["North", "South"])
    modules = make_field("deal", "Modules", "choices", options=["Telemetry", "Doors", "Fuel"])
    south, fuel, doors = option_of(region, "South"), option_of(modules, "Fuel"), option_of(modules, "Doors")
    assert read_value(region, "south") == south
    assert form_field(region).clean(str(south)) == south
    assert read_value(modules, "Fuel; doors") == sorted([fuel, doors])
    assert form_field(modules).clean([str(fuel), str(doors)]) == sorted([fuel, doors])
    assert form_field(modules).clean(f"{fuel},{doors}") == sorted([fuel, doors])
    assert say(modules, sorted([fuel, doors])) == "Doors, Fuel"


def test_people_and_yes_or_no(make_field, cast):
    expert, pilot = make_field("deal", "Expert", "person"), make_field("deal", "Pilot", "yes_no")
    assert read_value(expert, "BOB@tamar.example") == cast.bob.pk
    assert read_value(expert, "Bob Baker") == cast.bob.pk
    assert say(expert, cast.bob.pk) == "Bob Baker"
    assert form_field(expert, reader=cast.alice).clean(str(cast.bob.pk)) == cast.bob.pk
    assert [read_value(pilot, word) for word in ("yes", "No", "1", "false")] == [True, False, True, False]
    assert form_field(pilot).clean("False") is False
    assert say(pilot, False) == "No"


def test_a_stranger_cannot_be_named(make_field, cast):
    expert = make_field("deal", "Expert", "person")
    with pytest.raises(ValidationError):
        form_field(expert, reader=cast.alice).clean(str(cast.charlie.pk))
    assert form_field(expert, reader=cast.alice, value=cast.charlie.pk).clean(str(cast.charlie.pk)) == cast.charlie.pk


WRONG = [
    ("number", "many"),
    ("money", "much"),
    ("money", "USD 500"),
    ("money", "$500"),
    ("date", "31.02.2026"),
    ("date", "soon"),
    ("link", "javascript:alert(1)"),
    ("link", "ftp://example.com"),
    ("yes_no", "perhaps"),
    ("person", "Nobody Here"),
    ("choice", "West"),
    ("choices", "North; West"),
    ("text", "x" * 501),
    ("text", "a\0b"),
    ("number", "1e400"),
]


@pytest.mark.parametrize(("kind", "text"), WRONG)
def test_what_cannot_be_taken_is_refused_with_a_sentence(make_field, kind, text):
    field = make_field("deal", "Something", kind, options=["North"] if "choice" in kind else ())
    with pytest.raises(ValidationError) as refusal:
        read_value(field, text)
    assert refusal.value.messages[0]


def test_money_may_say_its_own_currency(make_field):
    field = make_field("deal", "Insured for", "money", currency="NOK")
    assert read_value(field, "NOK 1 200") == "1200.00"
    assert say(field, "1200.00") == "NOK\u00a01,200"


def test_days_as_files_write_them(make_field):
    field = make_field("deal", "Renewal", "date")
    assert read_value(field, "24.11.2026") == "2026-11-24"
    assert read_value(field, "11/24/2026", month_first=True) == "2026-11-24"


def test_what_a_file_gets_is_read_back_unchanged(make_field):
    field = make_field("deal", "Factor", "number")
    assert cell(field, "1.125") == Decimal("1.1250")
    assert read_value(field, str(cell(field, "1.125"))) == "1.125"
    assert read_value(field, typed(field, "1.125")) == "1.125"
    assert cell(make_field("deal", "Renewal", "date"), "2026-11-24") == date(2026, 11, 24)


class SomeForm(WithCustomInputs, forms.Form):
    pass


def test_a_form_has_the_fields_in_order_and_insists_where_it_must(make_field, cast):
    region = make_field("deal", "Region", "choice", options=["North"], is_required=True)
    make_field("deal", "Fleet size", "number")
    make_field("lead", "Not of deals", "text")
    form = SomeForm({"custom.fleet_size": "7"})
    form.add_custom_fields("deal", reader=cast.alice)
    assert [one.label for one in form.custom_inputs] == ["Region", "Fleet size"]
    assert not form.is_valid()
    assert form.errors == {region.fact: ["Fill in “Region”."]}
    assert form.cleaned_data == {"custom.fleet_size": "7"}
