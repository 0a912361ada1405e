"""The signed moment in which a form was opened: too soon to be a person, too old to be sure, or sent once already."""

import time
import uuid
from dataclasses import dataclass

from django.core import signing

SALT = "leads.capture.seal"
OLDEST = 24 * 3600


@dataclass(frozen=True)
class Seal:
    """What one opening of a form is known by; whatever is sent under it is taken once."""

    operation: uuid.UUID
    age: float

    def is_too_quick(self, form):
        return self.age < form.least_seconds


def new_seal(form, *, at=None):
    """A seal for a form that is opened now."""
    facts = {"form": form.key, "operation": uuid.uuid4().hex, "at": time.time() if at is None else at}
    return signing.dumps(facts, salt=SALT)


def read_seal(form, said):
    """The Seal a form was sent with, or None: forged, of another form, or older than a day."""
    try:
        facts = signing.loads(said or "", salt=SALT)
    except signing.BadSignature:
        return None
    age = time.time() - facts["at"]
    return Seal(uuid.UUID(facts["operation"]), age) if facts["form"] == form.key and age < OLDEST else None
