"""Whatever is added or changed is looked at for its likes; imports look themselves, thousands at once."""

from leads.duplicates.pairs import find_pairs
from timeline.listeners import listen

KINDS, WRITTEN = ("lead", "contact", "company"), ("created", "edited", "undone", "merged", "unmerged")
VERBS = ["lead.captured", *(f"{kind}.{what}" for kind in KINDS for what in WRITTEN)]


@listen("duplicates", verbs=VERBS)
def look_for_likes(events):
    """Keep the likely pairs of what was written."""
    find_pairs(key for event in events if "import" not in event.details for key in event.about if is_kept(key))


def is_kept(key):
    return key.startswith(("lead:", "contact:", "company:"))
