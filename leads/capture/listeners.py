"""What the coming of a lead sets in motion."""

from leads.capture.assigning import assign_by_rules
from timeline.listeners import listen


@listen("assignment", verbs=["lead.captured", "lead.came_again"], from_beginning=True)
def find_somebody(events):
    """Whoever came by themselves gets somebody to care for them."""
    for event in events:
        assign_by_rules(int(event.subject.partition(":")[2]))
