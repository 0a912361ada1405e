"""Fields an admin added as columns of the lists of leads, companies and contacts, and as what these are sorted by."""

import pytest
from django.urls import reverse

from leads.models import Company, Contact, Lead
from leads.orders import PAGE
from tests.counting import queries_of
from tests.fields import option_of
from tests.leads.test_list import names_on
from tests.world import make_lead

LIST = "leads:list"


def give(record, field, value):
    type(record).objects.filter(pk=record.pk).update(custom={field.key: value})


@pytest.fixture
def fleet(cast, make_field):
    """Ana has 9 vehicles, Bea 100, Cem does not say."""
    field = make_field("lead", "Vehicles", "number")
    for name, value in (("Ana", "9"), ("Bea", "100"), ("Cem", None)):
        lead = make_lead(name, cast.alice)
        if value:
            give(lead, field, value)
    return field


@pytest.mark.parametrize(
    ("order", "names"),
    [("custom.vehicles", ["Ana", "Bea", "Cem"]), ("-custom.vehicles", ["Bea", "Ana", "Cem"])],
)
def test_leads_are_sorted_by_a_field_who_has_nothing_last(as_user, cast, fleet, order, names):
    page = as_user(cast.alice).get(reverse(LIST), {"order": order})
    assert names_on(page) == names
    assert ('<th class="k-own" aria-sort=' in page.content.decode(), ">100<" in page.content.decode()) == (True, True)


def test_the_order_is_offered_and_a_filtered_field_stands_as_a_column(as_user, cast, fleet):
    page = as_user(cast.alice).get(reverse(LIST)).content.decode()
    assert ("order=-custom.vehicles" in page, 'class="k-own' in page.replace("k-owner", "")) == (True, False)
    page = as_user(cast.alice).get(reverse(LIST), {"custom.vehicles.min": "50"})
    assert (names_on(page), 'class="k-own' in page.content.decode()) == (["Bea"], True)


@pytest.mark.parametrize("way", ["", "-"])
@pytest.mark.parametrize("kind", ["number", "date", "text", "yes_no", "choice", "choices"])
def test_the_list_goes_on_behind_any_place(as_user, cast, make_field, kind, way):
    field = make_field("lead", "Own", kind, **({"options": ["B", "A"]} if kind.startswith("choice") else {}))
    for number in range(PAGE + 5):
        lead = make_lead(f"L{number}", cast.alice)
        if number % 3:
            give(lead, field, value_of(field, number))
    seen, after = [], {}
    for _page in range(2):
        page = as_user(cast.alice).get(reverse(LIST), {"order": f"{way}custom.own"} | after)
        seen += names_on(page)
        after = {"after": page.context["sight"].stretch.next}
    assert (len(seen), len(set(seen)), after) == (PAGE + 5, PAGE + 5, {"after": ""})
    assert {int(name[1:]) % 3 for name in seen[-10:]} == {0}


def value_of(field, number):
    option = option_of(field, "AB"[number % 2]) if field.options else None
    values = {"number": str(number % 7), "date": f"2026-11-{1 + number % 9:02}", "text": "abc"[number % 3]}
    return (values | {"yes_no": number % 2 == 0, "choice": option, "choices": [option]})[field.kind]


@pytest.mark.parametrize("after", ["NaN~1", "1e999~1", "1e-999999~1", "x~1", "\0~1"])
def test_a_place_that_is_none_is_the_beginning(as_user, cast, fleet, after):
    page = as_user(cast.alice).get(reverse(LIST), {"order": "custom.vehicles", "after": after})
    assert (page.status_code, names_on(page)) == (200, ["Ana", "Bea", "Cem"])


@pytest.mark.parametrize(("model", "view"), [(Company, "leads:companies"), (Contact, "leads:contacts")])
def test_companies_and_contacts_have_the_fields_as_columns(as_user, cast, make_field, model, view):
    field = make_field(model._meta.model_name, "Lanes", "number")
    for name, value in (("Ana", "9"), ("Bea", "100"), ("Cem", None)):
        one = model.objects.create(name=name, owner=cast.alice)
        if value:
            give(one, field, value)
    page = as_user(cast.alice).get(reverse(view), {"order": "-custom.lanes"})
    assert [one.name for one in page.context["page"].object_list] == ["Bea", "Ana", "Cem"]
    assert ('aria-sort="descending"' in page.content.decode(), ">100<" in page.content.decode()) == (True, True)


def test_many_leads_with_fields_take_no_more_questions(as_user, cast, fleet):
    few = queries_of(as_user(cast.alice), reverse(LIST) + "?order=custom.vehicles")
    for number in range(9):
        give(make_lead(f"L{number}", cast.alice), fleet, str(number))
    assert Lead.objects.count() == 12
    assert queries_of(as_user(cast.alice), reverse(LIST) + "?order=custom.vehicles") == few
