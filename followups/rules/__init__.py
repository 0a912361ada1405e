"""When this happens, and if that holds, then do so: the rules admins write, how they run, and what they did."""

from followups.rules import clock, deeds, events, listeners, naming, sentences

__all__ = ["clock", "deeds", "events", "listeners", "naming", "sentences"]
