"""Several companies or contacts chosen in their lists and made one."""

import pytest
from django.urls import reverse
from django.utils.http import urlencode

from leads.models import Company, Contact

KINDS = [(Company, "company", "companies"), (Contact, "contact", "contacts")]


def several(kind, records, **asked):
    ids = [record.pk for record in records]
    return f"{reverse('leads:merge-many')}?{urlencode({'kind': kind, 'ids': ids} | asked, doseq=True)}"


def make(model, owner, *names):
    return [model.objects.create(name=name, owner=owner) for name in names]


@pytest.mark.parametrize(("model", "kind", "page"), KINDS)
def test_the_list_offers_it_to_those_who_may(as_user, cast, model, kind, page):
    (one,) = make(model, cast.alice, "Dar Freight")
    shown = as_user(cast.alice).get(reverse(f"leads:{page}")).text
    assert f'name="ids" value="{one.pk}" form="bulk"' in shown
    assert f'<input type="hidden" name="kind" value="{kind}">' in shown
    assert 'form="bulk"' not in as_user(cast.gus).get(reverse(f"leads:{page}")).text


@pytest.mark.parametrize(("model", "kind", "page"), KINDS)
def test_several_become_one_and_come_apart_again(as_user, cast, model, kind, page):
    records = make(model, cast.alice, "Dar Freight", "Dar Freight Ltd", "Dar Fr.")
    back = reverse(f"leads:{page}")
    client, url = as_user(cast.bob), several(kind, records, next=back)
    shown = client.get(url).text
    assert ("Are these 3 the same?" in shown, "Whoever sees one of them" in shown) == (True, True)
    kept = f"{kind}:{records[1].pk}"
    answer = client.post(url, {"kept": kept, "name": f"{kind}:{records[0].pk}"})
    assert (answer.status_code, answer.url) == (302, back)
    assert list(model.objects.visible_to(cast.bob).values_list("pk", "name")) == [(records[1].pk, "Dar Freight")]
    undo = client.get(back).text.partition('action="/duplicates/')[2]
    assert "Undo" in undo


@pytest.mark.parametrize(("model", "kind", "page"), KINDS)
def test_what_everybody_sees_stays_everybodys(as_user, cast, model, kind, page):
    records = [*make(model, cast.alice, "Dar Freight", "Dar Freight Ltd"), *make(model, None, "Dar Fr.")]
    url = several(kind, records)
    mine = f"{kind}:{records[0].pk}"
    answer = as_user(cast.alice).post(url, {"kept": mine, "owner": mine})
    assert (answer.status_code, "Leave the owner empty" in answer.text) == (422, True)
    assert as_user(cast.alice).post(url, {"kept": mine}).status_code == 302
    assert model.objects.visible_to(cast.charlie).get().pk == records[0].pk


@pytest.mark.parametrize("count", [0, 1, 11])
def test_too_few_or_too_many_are_told_so(as_user, cast, count):
    records = make(Company, cast.alice, *map(str, range(count)))
    client = as_user(cast.alice)
    answer = client.get(several("company", records, next="/companies/"))
    assert (answer.status_code, answer.url) == (302, "/companies/")
    assert "Choose two to merge, or up to 10." in client.get("/companies/").text


@pytest.mark.parametrize("kind", ["company", "deal", "nonsense", "merge:1"])
def test_strangers_and_other_kinds_find_nothing(as_user, cast, kind):
    records = make(Company, cast.alice, "Dar Freight", "Dar Ports")
    assert as_user(cast.charlie).get(several(kind, records)).status_code == 404
    assert as_user(cast.gus).get(several("company", records)).status_code == 403
