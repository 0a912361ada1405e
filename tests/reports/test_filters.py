"""What every report can be narrowed to, and that its numbers open the same deals."""

import pytest

from accounts.models import Team
from leads.models import Label
from pipeline.models import Deal
from reports.scopes import DealScope, owner_ids, sources_of, within
from tests.forecasting.sales import make_visit
from tests.forecasting.test_forecast_page import address_holds
from tests.reports.test_win_rate_page import URL


@pytest.fixture
def hot(history):
    return Label.objects.get(name="Hot")


def asked(history, cast, label):
    return {
        "pipeline": history.pipeline.pk,
        "team": cast.mona.team_id,
        "owner": cast.alice.pk,
        "source": "REFERRAL",
        "label": label.pk,
    }


ONE_BY_ONE = {"pipeline": 7, "team": 7, "owner": 4, "source": 4, "label": 3}


@pytest.mark.parametrize("name", ONE_BY_ONE)
def test_each_filter_narrows_and_every_number_opens_its_deals(history, cast, hot, as_user, name):
    for deal in Deal.objects.all():
        make_visit(deal, history.first, 3)
    client = as_user(cast.mona)
    report = client.get(URL, {"period": "all", name: asked(history, cast, hot)[name]}).context["report"]
    figures = {figure.key: figure for figure in report.figures}
    assert address_holds(client, figures["rate"].url)[0] == ONE_BY_ONE[name]
    for figure in (figures["won"], figures["lost"]):
        assert address_holds(client, figure.url)[1] == figure.value
    for panel in report.panels:
        for line in panel.lines:
            for place, column in enumerate(panel.columns):
                if column.key in ("won", "closed", "lost", "open", "entered") and column.key in line.urls:
                    assert address_holds(client, line.urls[column.key])[0] == line.values[place], panel.key


def test_all_filters_at_once_agree_for_querysets_and_statements(history, cast, hot):
    names = {"pipeline": history.pipeline, "team": cast.mona.team, "owner": cast.alice, "source": "referral"}
    scope = DealScope(cast.mona, **names, label=hot)
    assert scope.of(Deal.objects).count() == 3
    assert within(scope) == {
        "owners": [cast.alice.pk],
        "pipeline": history.pipeline.pk,
        "source": "referral",
        "label": hot.pk,
    }


def test_whose_deals_are_meant(cast):
    other = cast.charlie.team
    assert owner_ids(DealScope(cast.ada)) is None
    assert owner_ids(DealScope(cast.mona, owner=cast.charlie)) == []
    assert owner_ids(DealScope(cast.ada, team=other)) == list(other.people.values_list("pk", flat=True))
    assert owner_ids(DealScope(cast.ada, team=other, owner=cast.alice)) == []


def test_the_sources_offered_are_those_of_deals_one_may_see(history, cast):
    Deal.objects.filter(owner=cast.charlie).update(source="Secret fair")
    assert sources_of(cast.mona) == ["Fair", "Referral"]
    assert "Secret fair" in sources_of(cast.ada)


def test_a_source_nobody_knows_finds_nothing(history, cast, as_user):
    page = as_user(cast.mona).get(URL, {"period": "all", "source": "Moon"})
    assert page.status_code == 200
    assert page.context["report"].figures[0].value is None
    assert as_user(cast.mona).get(URL, {"source": "\0"}).status_code == 200
    assert Team.objects.exists()
