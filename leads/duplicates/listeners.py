"""Whatever is added or changed is looked at for its likes; imports look themselves, thousands at once."""

from leads.duplicates.pairs import find_pairs
from timeline.listeners import listen

VERBS = ["lead.created", "lead.captured", "lead.edited", "lead.merged", "lead.unmerged"]
VERBS += [f"{kind}.{what}" for kind in ("contact", "company") for what in ("created", "edited", "merged", "unmerged")]


@listen("duplicates", verbs=VERBS)
def look_for_likes(events):
    """Keep the likely pairs of what was written."""
    find_pairs(key for event in events if "import" not in event.details for key in event.about if is_kept(key))


def is_kept(key):
    return key.startswith(("lead:", "contact:", "company:"))
