"""The sample: a believable year, marked, and removable without a trace."""

import time
from datetime import timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.bin.actions import restore, throw_away
from accounts.models import BinnedRecord, Role, Team, User, Workspace
from config.beginning import start_empty
from config.sample.create import SampleRefused, create_sample
from config.sample.foretold import NIGHTS
from config.sample.past import past_deals
from config.sample.removal import remove_sample_data
from config.sample.today import standing_deals
from followups.models import FollowUp, Notification, Reminder, Rule
from followups.rules.hearing import hear_at_once
from forecasting.accuracy.queries import NEAR
from forecasting.models import DealOdds, ForecastLine, LearnedOdds
from leads.actions import create_lead
from leads.duplicates.merging import merge
from leads.duplicates.pairs import pair_of
from leads.models import AssignmentRule, CaptureForm, Company, Contact, Lead, LikelyPair, Merge, Qualification
from pipeline.actions import create_deal
from pipeline.models import Competitor, Deal, ExchangeRate, Pipeline, StageVisit
from reports.models import Experiment, SavedReport
from timeline.models import Event

pytestmark = pytest.mark.django_db
MARKED = (User, Company, Contact, Lead, Deal, FollowUp)
EMPTY_AFTERWARDS = (
    Experiment,
    SavedReport,
    CaptureForm,
    AssignmentRule,
    Deal,
    StageVisit,
    Lead,
    Company,
    Contact,
    Qualification,
    FollowUp,
    Reminder,
    Notification,
    ForecastLine,
    DealOdds,
    ExchangeRate,
)
IDENTITY = {
    "company": "Oak Freight",
    "name": "Olga Oak",
    "email": "olga@oak.example",
    "password": "acorns fall in autumn",
}

BROKEN_CHAINS = """
SELECT count(*) FROM (
    SELECT exit, left_at, lead(entered_at) OVER deal_visits AS next
    FROM pipeline_stagevisit WINDOW deal_visits AS (PARTITION BY deal_id ORDER BY entered_at, id)
) visit
WHERE CASE WHEN next IS NULL THEN left_at IS NOT NULL AND exit <> 'lost' ELSE next <> left_at END
"""


@pytest.fixture
def sample_mode(settings):
    settings.SAMPLE_MODE = True


@pytest.fixture
def sample(sample_mode):
    return {person.email.split("@")[0]: person for person in create_sample({"leila@tamar.example": "a long password"})}


def test_a_year_of_deals_stands_as_it_would_in_life(sample):
    assert [Deal.objects.filter(status=status).count() for status in ("open", "won", "lost")] == [54, 62, 304]
    columns = [stage.deals.on_board().count() for stage in Pipeline.objects.get().stages.standing()]
    assert columns == [14, 11, 9, 8, 7, 5, 50, 12]
    oldest = Deal.objects.order_by("closed_at").values_list("closed_at", flat=True).first()
    assert timedelta(days=360) < timezone.now() - oldest < timedelta(days=400)


def test_every_deal_walks_an_unbroken_chain_of_stays(sample):
    with connection.cursor() as cursor:
        cursor.execute(BROKEN_CHAINS)
        assert cursor.fetchone() == (0,)
    standing = StageVisit.objects.filter(left_at=None).values_list("deal_id", "stage_id")
    assert set(standing) == set(Deal.objects.exclude(status="lost").values_list("pk", "stage_id"))


def test_nothing_happened_in_the_future(sample):
    now = timezone.now()
    assert not Event.objects.filter(happened_at__gt=now).exists()
    assert not StageVisit.objects.filter(entered_at__gt=now).exists()
    assert not Deal.objects.filter(closed_at__gt=now).exists()


def test_the_log_tells_every_stay(sample):
    moves = Event.objects.filter(verb__in=["deal.moved", "deal.won"]).count()
    assert moves == StageVisit.objects.count() - Deal.objects.count()
    assert Event.objects.filter(verb="deal.lost").count() == 304


def test_whoever_has_a_phone_is_found_by_it(sample):
    assert not Contact.objects.exclude(phone="").filter(phone_key="").exists()
    assert not Lead.objects.exclude(phone="").filter(phone_key="").exists()


def test_all_of_it_is_marked(sample):
    assert Workspace.objects.get().has_sample_data
    for model in MARKED:
        assert not model.objects.filter(is_sample=False).exists()


def test_the_next_step_is_that_of_the_planned_follow_up(sample):
    for deal in Deal.objects.filter(status="open").prefetch_related("follow_ups"):
        planned = [row.due_at for row in deal.follow_ups.all() if row.is_planned]
        assert [deal.next_step_at] == (planned or [None])


def test_every_tab_of_leads_has_something_to_show(sample):
    assert set(Lead.objects.values_list("status", flat=True)) == {"new", "working", "converted", "disqualified"}
    assert Deal.objects.filter(lead__status="converted").count() == Lead.objects.filter(status="converted").count()


def test_something_was_done_today(sample):
    assert FollowUp.objects.filter(done_at__gte=timezone.now() - timedelta(days=1)).count() >= 6


def test_reminders_are_still_to_come(sample):
    assert Reminder.objects.exists()
    assert not Reminder.objects.filter(due_at__lt=timezone.now() - timedelta(minutes=1)).exists()


def test_the_forecast_is_ready(sample):
    assert DealOdds.objects.count() == 54
    assert ForecastLine.objects.filter(won__gt=0).exists()


def test_the_cast_signs_in_with_the_given_password(sample):
    assert sample["leila"].check_password("a long password")
    assert not sample["elif"].check_password("a long password")


@pytest.mark.parametrize("month", range(1, 13))
def test_the_same_stories_whenever_it_is_made(month):
    today = timezone.now().date().replace(month=month, day=1)
    won = sum(story.outcome == "won" for story in past_deals(today))
    assert (won, len(standing_deals())) == (44, 72)


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_it_can_be_made_at_any_hour(sample_mode, hour):
    now = timezone.now().replace(hour=hour, minute=59)
    create_sample({}, now=now)
    assert FollowUp.objects.filter(done_at=None, due_at__gt=now, due_at__lt=now + timedelta(days=1)).exists()


def test_it_takes_seconds(sample_mode):
    start = time.process_time()
    create_sample({})
    assert time.process_time() - start < 15


def test_it_is_refused_where_people_work(sample_mode, cast):
    with pytest.raises(SampleRefused, match="Somebody works here already"):
        create_sample({})


def test_it_is_refused_in_production(settings):
    settings.SAMPLE_MODE = False
    with pytest.raises(CommandError, match="KARIZ_MODE=sample"):
        call_command("sample")
    assert not User.objects.exists()


def test_the_command_tells_who_can_sign_in(sample_mode, monkeypatch):
    monkeypatch.setenv("SAMPLE_PASSWORD", "one-two-three-four")
    out = StringIO()
    call_command("sample", stdout=out)
    assert "Samira Karimi" in out.getvalue()
    assert "Everybody’s password" not in out.getvalue()
    assert User.objects.get(email="samira@tamar.example").check_password("one-two-three-four")


# ── Removal ──


def test_every_sale_a_rival_won_names_the_rival(sample):
    lost = Deal.objects.filter(lost_reason__name="Chose a competitor")
    assert (lost.filter(lost_to=None).count(), Deal.objects.filter(lost_to__isnull=False).count()) == (0, lost.count())


def test_what_a_stage_planned_goes_with_its_deal(sample):
    """The event that made a follow-up is protected while the follow-up stands."""
    from pipeline.actions import move_deal

    demo = Rule.objects.get().stage
    deal = Deal.objects.filter(status="open", stage__position=demo.position - 1).first()
    move = move_deal(deal, to=demo, by=sample["leila"])
    hear_at_once([move.event])
    made = FollowUp.objects.get(made_by=move.event)
    assert (made.made_by, made.is_sample) == (move.event, True)
    remove_sample_data(by=sample["elif"], identity=IDENTITY)
    assert [model.objects.count() for model in (FollowUp, Rule, Competitor)] == [0, 0, 0]
    assert list(Event.objects.values_list("verb", flat=True)) == ["sample.removed"]


def test_removal_leaves_one_admin_and_the_frame(sample):
    leads = Lead.objects.count()
    counts = remove_sample_data(by=sample["elif"], identity=IDENTITY)
    assert counts == {"deals": 420, "leads": leads, "people": 8}
    for model in EMPTY_AFTERWARDS:
        assert not model.objects.exists()
    olga = User.objects.get()
    assert (olga.name, olga.is_sample, olga.role) == ("Olga Oak", False, Role.ADMIN)
    assert olga.check_password(IDENTITY["password"])
    workspace = Workspace.objects.get()
    assert (workspace.name, workspace.has_sample_data) == ("Oak Freight", False)
    assert list(Event.objects.values_list("verb", flat=True)) == ["sample.removed"]
    assert Pipeline.objects.get().stages.count() == 8
    assert list(Team.objects.values_list("name", flat=True)) == ["Sales"]


def test_what_people_added_stays_with_what_it_needs(sample):
    company = Company.objects.get(name="Nordkyst Fisk AS")
    stage = Pipeline.objects.get().stages.first()
    mine = create_deal(by=sample["leila"], title="My own", stage=stage, company=company)
    remove_sample_data(by=sample["elif"], identity=IDENTITY)
    assert list(Deal.objects.all()) == [mine]
    assert list(Company.objects.values_list("name", "is_sample")) == [("Nordkyst Fisk AS", False)]
    leila = User.objects.get(pk=sample["leila"].pk)
    assert (leila.is_active, leila.is_sample) == (False, False)
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == ["deal.created", "sample.removed"]
    assert LearnedOdds.objects.get().evidence["closed"] == 0


def test_of_the_bin_the_sample_goes_and_what_is_real_comes_back(sample):
    leila, stage = sample["leila"], Pipeline.objects.get().stages.first()
    mine = create_deal(by=leila, title="My own", stage=stage)
    throw_away([mine, *Deal.objects.filter(is_sample=True)[:2]], by=sample["elif"])
    remove_sample_data(by=sample["elif"], identity=IDENTITY)
    assert list(BinnedRecord.objects.values_list("title", flat=True)) == ["My own"]
    restore(list(BinnedRecord.objects.all()), by=sample["elif"])
    assert Deal.objects.select_related("qualification").get().qualification == mine.qualification


def test_likely_pairs_and_merges_of_the_sample_go_what_is_real_among_them_stays(sample):
    by, (kept, gone, other) = sample["leila"], Lead.objects.order_by("pk")[:3]
    mine, real = (create_lead(by=by, name=name) for name in ("Mine", "Also mine"))
    merge(kept, gone, by=by)
    merge(other, mine, by=sample["elif"])  # an admin: nobody loses sight of what was nobody's
    pair_of(kept, real)
    pair_of(other, real)
    remove_sample_data(by=sample["elif"], identity=IDENTITY)
    assert list(Lead.objects.order_by("pk").values_list("pk", flat=True)) == [other.pk, mine.pk, real.pk]
    assert Merge.objects.values_list("kept", "gone").get() == (f"lead:{other.pk}", f"lead:{mine.pk}")
    named = [{pair.one, pair.other} for pair in LikelyPair.objects.all()]
    assert sorted(map(sorted, named)) == sorted(sorted({f"lead:{other.pk}", f"lead:{one.pk}"}) for one in (mine, real))


def test_a_sample_admin_says_who_they_are(sample, client):
    client.force_login(sample["elif"])
    url = reverse("sample-remove")
    assert "Remove 420 sample deals" in client.get(url).content.decode()
    answer = client.post(url, IDENTITY | {"password": "short"})
    assert answer.status_code == 422
    assert 'value="Olga Oak"' in answer.content.decode()
    assert Deal.objects.count() == 420
    assert client.post(url, IDENTITY).status_code == 302
    assert not Deal.objects.exists()
    assert client.get(reverse("accounts:settings")).status_code == 200
    assert client.get(url)["Location"] == reverse("pipeline:board")


def test_a_real_admin_needs_one_click(sample, client):
    ada = User.objects.create_user("ada@oak.example", "a long enough password", name="Ada", role=Role.ADMIN)
    client.force_login(ada)
    assert client.post(reverse("sample-remove")).status_code == 302
    assert list(User.objects.all()) == [ada]


def test_only_admins_remove_it(sample, client):
    client.force_login(sample["samira"])
    assert client.get(reverse("sample-remove")).status_code == 403
    assert client.post(reverse("sample-remove")).status_code == 403
    assert Deal.objects.count() == 420


# ── An empty start ──


def begin(**changes):
    facts = {"currency": "USD", "time_zone": "America/Lima"} | IDENTITY | changes
    return start_empty(**facts)


def test_an_empty_start_has_a_pipeline_and_an_admin(db):
    admin = begin()
    assert (admin.role, admin.time_zone, admin.is_sample) == (Role.ADMIN, "America/Lima", False)
    assert (Workspace.objects.get().currency, Pipeline.objects.get().currency) == ("USD", "USD")
    assert Pipeline.objects.get().stages.count() == 8


def test_a_start_is_made_once_and_with_a_good_password(db):
    with pytest.raises(ValidationError, match="too short"):
        begin(password="short")
    begin()
    with pytest.raises(ValidationError, match="Somebody works here already"):
        begin(email="second@oak.example")


def test_the_command_starts_empty(db, monkeypatch):
    monkeypatch.setenv("ADMIN_PASSWORD", IDENTITY["password"])
    out = StringIO()
    call_command("start_empty", company="Oak", name="Olga Oak", email="olga@oak.example", stdout=out)
    assert "Olga Oak signs in as olga@oak.example" in out.getvalue()
    assert User.objects.get().check_password(IDENTITY["password"])


def test_every_moment_of_the_year_has_a_night_near_enough_to_be_held_against_what_came():
    assert max(before - after for before, after in pairwise(NIGHTS)) <= 2 * NEAR
