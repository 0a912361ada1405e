"""Server time of the board and of a move, each beside its floor in the same process, in turns."""

import statistics
import uuid
from dataclasses import dataclass
from itertools import count
from random import Random

from benchmarks._board.doors import Door

ROUNDS_BOARD, ROUNDS_MOVE, WARM_UP = 40, 200, 5
MOVABLE = ("Demo", "Proposal", "Negotiation")  # no gate stands between these
ranks = count(1)


class Meter:
    """What was measured under each name, in seconds."""

    def __init__(self):
        self.taken, self.worked = {}, {}

    def note(self, name, answer):
        if answer.status != 200:
            raise SystemExit(f"{name} answered {answer.status}: {answer.body[:500]!r}")
        self.taken.setdefault(name, []).append(answer.seconds)
        self.worked.setdefault(name, []).append(answer.processor)
        return answer

    def median_ms(self, name):
        return 1000 * statistics.median(self.taken[name])

    def processor_ms(self, name):
        return 1000 * statistics.median(self.worked[name])


@dataclass(frozen=True)
class Doors:
    """What is measured in turns: the house, the bare floor, and the floor behind the middleware of the house."""

    house: Door
    floor: Door
    guarded: Door


def measure_size(board, doors, rounds=1.0):
    """Medians at the size the board has now, and how heavy the page is."""
    warm_up, meter = Meter(), Meter()
    for _turn in range(WARM_UP):
        show_boards(board, doors, warm_up)
        make_moves(board, doors, warm_up, Random(_turn))
    for _turn in range(round(ROUNDS_BOARD * rounds)):
        page = show_boards(board, doors, meter)
    chance = Random(7)
    for _turn in range(round(ROUNDS_MOVE * rounds)):
        make_moves(board, doors, meter, chance)
    return figures_of(meter) | {"bytes": len(page.body)}


def show_boards(board, doors, meter):
    address = f"/board/{board.pipeline.pk}/"
    meter.note("floor board", doors.floor.get(address))
    meter.note("guarded board", doors.guarded.get(address))
    return meter.note("board", doors.house.get(address))


def make_moves(board, doors, meter, chance):
    deal, form = a_move(board, chance)
    for name, door in (("floor move", doors.floor), ("guarded move", doors.guarded)):
        meter.note(name, door.post(f"/deals/{deal}/move/", {"stage": form["stage"], "rank": f"bench{next(ranks)}"}))
    meter.note("move", doors.house.post(f"/deals/{deal}/move/", form))


def a_move(board, chance, among=25):
    """One of the first cards of a column, to a place between two of the first cards of another."""
    from pipeline.models import Deal

    start, end = chance.sample([stage for stage in board.stages if stage.name in MOVABLE], 2)
    deal = chance.choice(first_of(Deal.objects.filter(stage=start), among))
    column = first_of(Deal.objects.filter(stage=end))
    above = chance.randrange(len(column) - 1)
    neighbours = column[above : above + 2]
    return deal["pk"], {
        "stage": end.pk,
        "place": "between",
        "prev": neighbours[0]["pk"],
        "prev_rank": neighbours[0]["rank"],
        "next": neighbours[1]["pk"],
        "next_rank": neighbours[1]["rank"],
        "version": deal["stage_version"],
        "op": uuid.uuid4(),
    }


def first_of(deals, among=25):
    return list(deals.order_by("rank").values("pk", "rank", "stage_version")[:among])


def figures_of(meter):
    figures = {}
    for name in ("board", "move"):
        here, below = meter.median_ms(name), meter.median_ms(f"floor {name}")
        figures |= {
            f"{name}_ms": here,
            f"{name}_floor_ms": below,
            f"{name}_ratio": here / below,
            f"{name}_ratio_behind_middleware": here / meter.median_ms(f"guarded {name}"),
            f"{name}_cpu_ms": meter.processor_ms(name),
            f"{name}_cpu_ratio": meter.processor_ms(name) / meter.processor_ms(f"floor {name}"),
        }
    return figures


def count_queries(house, address):
    """The queries of one GET, those of session and signed-in user included."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    house.get(address)
    with CaptureQueriesContext(connection) as queries:
        house.get(address)
    return len(queries)
