"""What the log asks the leads to do."""

from leads.scoring import listening
from timeline.listeners import listen


@listen("scores", verbs=["lead.", "company."], batch=1000)
def keep_scores(events):
    """Scores follow what leads are and did."""
    listening.keep_scores(events)
