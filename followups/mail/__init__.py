"""Letters: templates and their gaps, sending, and the filing of what comes in."""

from followups.mail import bounces, listeners, sentences

__all__ = ["bounces", "listeners", "sentences"]
