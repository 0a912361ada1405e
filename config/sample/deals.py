"""Stories become rows: deals with their BANT sheet, rank and every stay."""

from dataclasses import dataclass, field
from datetime import time, timedelta
from decimal import Decimal

from config.sample.calendar import clock
from config.sample.story import CLOSE, DWELL, Story
from leads.models import Qualification
from pipeline.models import Deal, StageVisit
from pipeline.ranks import spread_ranks

MONTH, NOTICED = timedelta(days=31), time(15, 30)
CHOSE_A_COMPETITOR = 1  # its place among the reasons
EVIDENCE = {
    "budget": ("A sum was named, not yet signed off.", "In this year’s plan; finance confirmed by mail."),
    "authority": ("Supports it; somebody else signs too.", "Signs alone up to this sum."),
    "need": ("Feels the pain, has not counted it.", "Losses counted and shown to us."),
    "timeline": ("This year, no date yet.", "Wants to be live before the season."),
}


@dataclass
class Written:
    """A story and what it became in the database; `visits` are its stays in order."""

    story: Story
    deal: Deal
    visits: list[StageVisit] = field(default_factory=list)


def write_deals(stories, *, house, calendar):
    """Write the deals and their stays; returns them as Written, in the order of the stories."""
    sheets = Qualification.objects.bulk_create(sheet_of(story, calendar) for story in stories)
    written = [
        Written(story, deal_of(story, sheet, house, calendar)) for story, sheet in zip(stories, sheets, strict=True)
    ]
    for item in written:
        item.visits = stays_of(item, house, calendar)
        settle(item, house)
    give_ranks(written, house.stages)
    Deal.objects.bulk_create(item.deal for item in written)
    StageVisit.objects.bulk_create(visit for item in written for visit in item.visits)
    return written


def sheet_of(story, calendar):
    sheet = Qualification()
    for topic, digit in zip(Qualification.TOPICS, story.bant, strict=True):
        answer = int(digit)
        if answer:
            setattr(sheet, topic, answer)
            setattr(sheet, f"{topic}_evidence", EVIDENCE[topic][answer - 1])
            setattr(sheet, f"{topic}_on", calendar.ago((story.opened + (story.ended or 0)) / 2).date())
    return sheet


def deal_of(story, sheet, house, calendar):
    account = house.accounts[story.customer.name]
    return Deal(
        pipeline=house.pipeline,
        title=story.title,
        company=account.company,
        contact=account.contact,
        owner=house.people[story.owner.key],
        amount=Decimal(story.amount),
        currency=story.customer.currency,
        label=house.labels[story.label],
        source=story.source,
        product=story.product,
        status=story.outcome,
        qualification=sheet,
        opened_at=calendar.ago(story.opened),
        created_at=calendar.ago(story.opened),
        expected_close=expected_close(story, calendar),
        is_sample=True,
    )


def expected_close(story, calendar):
    """When it closed, else when it will if it goes on as most deals do."""
    if story.ended is not None:
        return (calendar.now - timedelta(days=story.ended)).date()
    ahead = sum(DWELL[story.stage :]) - min(story.stays[-1].since, DWELL[story.stage] - 2)
    spread = 0.7 + sum(map(ord, story.title)) % 9 / 10
    return calendar.today + timedelta(days=max(int(ahead * spread), 3))


def stays_of(item, house, calendar):
    """The stage visits of a deal, each beginning when the one before ends."""
    visits, last = [], len(item.story.stays) - 1
    entered = item.deal.opened_at
    for number, stay in enumerate(item.story.stays):
        visit = StageVisit(deal=item.deal, stage=house.stages[stay.stage], entered_at=entered, by=item.deal.owner)
        if number < last:
            following = item.story.stays[number + 1]
            stands_now = number + 1 == last and following.until is None
            entered = calendar.exactly(following.since) if stands_now else calendar.ago(stay.until, after=entered)
            leave(visit, max(entered, visit.entered_at), house.stages[following.stage])
            entered = visit.left_at
        visits.append(visit)
    end_visits(visits, item, house, calendar)
    return visits


def leave(visit, moment, to):
    visit.left_at, visit.exit_to = moment, to
    wins = to.kind == "won" and visit.stage.kind == "open"
    visit.exit = StageVisit.Exit.WON if wins else StageVisit.Exit.MOVED


def end_visits(visits, item, house, calendar):
    """A lost deal leaves its last stage for nowhere; one won in the past walks on into Close and stays there."""
    last = visits[-1]
    if item.story.stays[-1].until is None:
        return
    ended = calendar.ago(item.story.ended, after=last.entered_at)
    if item.story.outcome == "lost":
        last.left_at, last.exit = ended, StageVisit.Exit.LOST
    else:
        leave(last, ended, house.stages[CLOSE])
        visits.append(StageVisit(deal=item.deal, stage=house.stages[CLOSE], entered_at=ended, by=item.deal.owner))


def settle(item, house):
    """What the stays mean for the deal itself: where it stands, since when, and what it is worth."""
    deal, last = item.deal, item.visits[-1]
    deal.stage, deal.entered_stage_at = last.stage, last.entered_at
    deal.stage_version = len(item.visits)
    deal.touched_at = last.left_at or last.entered_at
    if item.story.outcome == "lost":
        deal.closed_at, deal.lost_reason = last.left_at, house.reasons[item.story.reason % len(house.reasons)]
        if item.story.reason == CHOSE_A_COMPETITOR:
            deal.lost_to = house.rivals[len(deal.title) % len(house.rivals)]
    elif item.story.outcome == "won":
        deal.closed_at = next(visit.entered_at for visit in item.visits if visit.stage.kind == "won")
    if deal.closed_at:
        deal.expected_close = deal.closed_at.date()
    deal.pushes = int(was_put_off(deal, house.calendar))
    deal.version += deal.pushes
    day = (deal.closed_at or house.calendar.now).date()
    deal.base_amount = house.worth(deal.amount, deal.currency, day)


def was_put_off(deal, calendar):
    """Two in five were expected a month earlier, until three days before that day."""
    ended, moment = deal.closed_at or calendar.now, noticed_at(deal)
    return sum(map(ord, deal.title)) % 5 < 2 and deal.opened_at + timedelta(days=2) < moment < ended


def noticed_at(deal):
    """When somebody saw that a deal would not close on the day it was first expected."""
    return clock(deal.expected_close - MONTH - timedelta(days=3), NOTICED)


def give_ranks(written, stages):
    """The order of the stories is the order of the cards in each column."""
    for stage in stages:
        column = [item.deal for item in written if item.deal.stage == stage]
        for deal, rank in zip(column, spread_ranks(len(column)) if column else (), strict=True):
            deal.rank = rank
