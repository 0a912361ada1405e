from datetime import timedelta

import pytest
from django.utils import timezone

from forecasting.calendar import Period
from forecasting.queries.forecast import Scope
from leads.models import Arrival, Label, LabelSet, Lead, Qualification
from reports.sources.queries import sources_of
from tests.counting import queries_of
from tests.forecasting.sales import ago, make_sale
from tests.forecasting.test_forecast_page import address_holds, words

URL = "/reports/sources/"


def make_lead(owner, source="", *, came=10, response=None, first=None, last=None, **fields):
    """A lead that came so many days ago; `response` in hours, `first` and `last` the (source, campaign) of arrivals."""
    lead = Lead.objects.create(
        name="Somebody", owner=owner, source=source, qualification=Qualification.objects.create(), **fields
    )
    lead.created_at = ago(came)
    lead.first_response_at = lead.created_at + timedelta(hours=response) if response else None
    for part, marks in (("first_arrival", first), ("last_arrival", last)):
        if marks:
            made = Arrival.objects.create(lead=lead, source=marks[0], campaign=marks[1], happened_at=lead.created_at)
            setattr(lead, part, made)
    lead.save()
    return lead


@pytest.fixture
def history(channel, cast):
    """Four leads by the fair, two by the website; one of each is won, one of the fair lost."""
    fair, web = ("Fair", "Spring"), ("website", "")
    leads = [
        make_lead(cast.alice, "Fair", status="converted", response=2, first=fair, last=web),
        make_lead(cast.alice, "fair", status="converted", response=4),
        make_lead(cast.alice, "fair", status="qualified", response=9),
        make_lead(cast.bob, "Fair"),
        make_lead(cast.bob, "Website", status="converted", response=1, first=web, last=fair),
        make_lead(None, "Website", status="working"),
    ]
    make_lead(cast.alice, "Fair", came=900)
    make_lead(cast.charlie, "Fair")
    for lead, status, amount in ((leads[0], "won", 500), (leads[1], "lost", 70), (leads[4], "won", 30)):
        stage = channel.won if status == "won" else channel.second
        make_sale(lead.owner, stage, amount, status=status, closed_at=ago(1), opened_at=ago(9), lead=lead)
    make_sale(cast.alice, channel.first, 9)  # without a lead
    return channel


def found(cast, touch="first", before=None, **scope):
    this_day = timezone.localdate()
    return sources_of(Scope(cast.mona, **scope), Period(this_day - timedelta(days=30), this_day), before, touch)


def told(groups):
    return {
        one.name.lower(): (one.leads, one.qualified, one.deals, one.rate.won, one.rate.lost, one.rate.won_amount)
        for one in groups
    }


def test_leads_and_what_became_of_them_by_the_first_touch(history, cast):
    report = found(cast)
    assert told(report.by_source) == {"fair": (4, 3, 2, 1, 1, 500), "website": (2, 1, 1, 1, 0, 30)}
    assert told(report.by_campaign) == {"": (5, 3, 2, 1, 1, 30), "spring": (1, 1, 1, 1, 0, 500)}
    assert (report.whole.leads, report.whole.qualified, report.whole.converted, report.whole.deals) == (6, 4, 3, 3)


def test_by_the_last_touch(history, cast):
    assert told(found(cast, "last").by_source) == {"fair": (4, 3, 2, 1, 1, 30), "website": (2, 1, 1, 1, 0, 500)}


def test_how_soon_a_person_turned_to_them(history, cast):
    assert {one.name.lower(): one.wait for one in found(cast).by_source} == {"fair": 4, "website": 1}
    assert (found(cast).whole.wait, found(cast).whole.waiting) == (2, 2)


def test_beside_the_period_before(history, cast):
    assert found(cast, before=Period(ago(910).date(), ago(890).date())).before.leads == 1


def test_everybody_sees_their_part(history, cast):
    assert found(cast, owner=cast.bob).whole.leads == 2
    assert found(cast, pipeline=history.pipeline).whole.leads == 6


@pytest.mark.parametrize("query", ["", "?touch=last", "?period=all"])
def test_each_figure_opens_exactly_its_deals(history, cast, as_user, query):
    client = as_user(cast.mona)
    for panel in client.get(URL + query).context["report"].panels:
        if panel.key not in ("sources", "origins"):
            continue
        for line in [*panel.lines, panel.total]:
            values = dict(zip([column.key for column in panel.columns], line.values, strict=True))
            assert address_holds(client, line.urls["deals"])[0] == values["deals"]
            assert address_holds(client, line.urls["won"]) == (values["won"], values["amount"])


def test_labels_as_deals_began_and_closed(history, cast, as_user):
    hot = Label.objects.create(set=LabelSet.objects.create(name="Heat"), name="Hot")
    make_sale(cast.alice, history.won, 5, status="won", closed_at=timezone.now(), opened_at=ago(3), label=hot)
    panels = {panel.key: panel for panel in as_user(cast.mona).get(URL).context["report"].panels}
    assert panels["labels-closed"].lines[0].values == ("Hot", 1, 1, 1)
    assert address_holds(as_user(cast.mona), panels["labels-closed"].lines[0].urls["closed"])[0] == 1


def test_the_page_says_how_few_they_are(history, cast, as_user):
    text = words(as_user(cast.mona).get(URL))
    assert "few leads: read with care" in text
    assert "2 nobody turned to yet" in text


def test_an_empty_house_says_so(cast, as_user):
    assert "No lead came in this period." in words(as_user(cast.mona).get(URL))


def test_the_number_of_queries_does_not_grow(history, cast, as_user):
    few = queries_of(as_user(cast.mona), URL)
    for number in range(5):
        lead = make_lead(cast.bob, f"Source {number}", status="converted")
        make_sale(cast.bob, history.won, 5, status="won", closed_at=ago(1), opened_at=ago(3), lead=lead)
    assert queries_of(as_user(cast.mona), URL) == few
