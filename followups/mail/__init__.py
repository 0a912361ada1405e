"""Letters: templates and their gaps, sending, and the filing of what comes in."""

from followups.mail import bounces, holding, listed, listeners, sentences

__all__ = ["bounces", "holding", "listed", "listeners", "sentences"]
