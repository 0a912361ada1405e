"""What the log asks the rules to do."""

from followups.rules.hearing import hear_at_once, hear_late
from timeline.listeners import listen


@listen("rules at once")
def run_what_only_plans(events):
    """Hears at once, so that the next step is there when the deal's page is opened; an undo takes it away again."""
    hear_at_once(events)


@listen("rules", respects_undo=True)
def run_all_others(events):
    hear_late(events)
