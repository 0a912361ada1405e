"""Letters: templates and their gaps, sending, and the filing of what comes in."""

from followups.mail import listeners, sentences

__all__ = ["listeners", "sentences"]
