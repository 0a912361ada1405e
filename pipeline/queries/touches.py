"""Where the lead behind a deal came from, at its first touch and at its last one."""

from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf

TOUCHES = ("first", "last")
MARKS = ("source", "campaign")


def mark(touch, name, lead=""):
    """A mark (one of MARKS) of the first or last time a lead came by itself, else what the lead itself says.

    `lead` is the way to the lead, such as “lead__”.
    """
    return Coalesce(NullIf(F(f"{lead}{touch}_arrival__{name}"), Value("")), F(f"{lead}{name}"))
