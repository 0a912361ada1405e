"""Make the sample, all of it or nothing."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from config.sample.calendar import Calendar
from config.sample.chronicle import write_chronicle
from config.sample.deals import write_deals
from config.sample.doors import open_doors
from config.sample.foretold import write_foretold
from config.sample.house import set_up_house
from config.sample.leads import write_leads
from config.sample.letters import write_letters
from config.sample.lines import write_lines
from config.sample.news import write_news
from config.sample.offers import write_offers
from config.sample.outcomes import write_converted, write_not_a_fit
from config.sample.past import past_deals
from config.sample.promises import write_promises
from config.sample.reports import keep_reports
from config.sample.scores import agree_on_scores, score
from config.sample.today import standing_deals
from forecasting.actions import recompute_everything
from pipeline.models import Deal


class SampleRefused(Exception):
    """Sample data may not be made here; the message says why."""


@transaction.atomic
def create_sample(passwords=None, *, now=None):
    """Fill an empty Kariz with a year of history up to `now`; `passwords` by e-mail of the cast. Returns the cast."""
    refuse_where_people_work()
    calendar = Calendar(now or timezone.now())
    house = set_up_house(passwords or {}, calendar)
    open_doors(house=house, calendar=calendar)
    write_letters()
    agree_on_scores(house)
    stories = [*standing_deals(), *reversed(past_deals(calendar.today))]
    written = write_deals(stories, house=house, calendar=calendar)
    write_lines(written)
    write_offers()
    knocks = write_leads(house=house, calendar=calendar)
    past_leads = [*write_converted(written), *write_not_a_fit(house=house, calendar=calendar)]
    promises = write_promises(written, knocks, house=house, calendar=calendar)
    note_the_care(promises)
    changed = {promise.deal for promise in promises} | {item.deal for item in written if item.deal.lead}
    Deal.objects.bulk_update(changed - {None}, ["next_step_at", "lead", "touched_at"])
    write_chronicle(written, [*(lead for lead, _due in knocks), *past_leads], promises)
    score(lead for lead, _due in knocks)
    write_news(written, house=house, calendar=calendar)
    recompute_everything(house.pipeline)
    write_foretold(house, calendar)
    keep_reports(house, calendar)
    return list(house.people.values())


def note_the_care(promises):
    """A deal was last touched when something was promised or done for it, if that was after its last move."""
    for promise in promises:
        if deal := promise.deal:
            deal.touched_at = max(deal.touched_at, promise.created_at, promise.done_at or promise.created_at)


def refuse_where_people_work():
    if not settings.SAMPLE_MODE:
        raise SampleRefused(_("Sample data is for trying Kariz out: start it with KARIZ_MODE=sample."))
    if User.objects.exists():
        raise SampleRefused(_("Somebody works here already: sample data is only made in an empty Kariz."))
