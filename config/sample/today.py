"""The deals that stand on the board now, each with the way it came."""

from random import Random

from config.sample.companies import BY_NAME
from config.sample.past import WORKS
from config.sample.people import REPS
from config.sample.present import BOARD, USUAL_STEPS
from config.sample.prospects import SOURCES
from config.sample.story import CLOSE, RETENTION, Stay, Story, carried_on, stays_until, walk

SEED = 11
PEOPLE = {rep.key: rep for rep in REPS}


def standing_deals():
    """The deals of the board, column by column, the first card of each on top."""
    rng = Random(SEED)  # noqa: S311 - sample data, not secrets
    return [standing_deal(stage, card, rng) for stage, cards in enumerate(BOARD) for card in cards]


def standing_deal(stage, card, rng):
    customer = BY_NAME[card.company]
    kind, what = rng.choice(USUAL_STEPS[stage])
    story = Story(
        title=card.title,
        customer=customer,
        owner=PEOPLE[card.owner],
        amount=card.amount,
        label=card.label,
        source=rng.choice(SOURCES),
        product=rng.choice(WORKS)[1],
        bant=card.bant,
        due=card.due,
        step=(card.kind or kind, card.step or what.format(who=customer.contact.split()[0], company=customer.name)),
    )
    return placed(story, stage, card.days + 0.2, rng)


def placed(story, stage, days, rng):
    """The story with its stays up to a stage it has stood in for so many days."""
    if stage < CLOSE:
        before = stays_until(walk(stage, rng)[:-1], days, rng)
        story.stays = [*before, Stay(stage, days)]
        return story
    in_close = days if stage == CLOSE else days + rng.uniform(20, 150)
    ways = stays_until(walk(CLOSE - 1, rng), in_close, rng)
    story.stays = [*ways, Stay(CLOSE, in_close)]
    story.outcome, story.ended = "won", in_close
    if stage == RETENTION:
        story.stays = carried_on(story.stays, RETENTION, days)
    return story
