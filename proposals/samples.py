"""What stands in a template's look where a deal would bring its own."""

from django.utils.translation import gettext as _

from leads.models import Company, Contact
from proposals.models import Milestone, VersionLine


def sample_person():
    """Somebody at a company, unsaved."""
    return Contact(name=_("Their name"), company=Company(name=_("Their company")))


def sample_lines():
    """Two lines and an option, unsaved."""
    return [
        VersionLine(position=0, name=_("First item"), description=_("What it is"), quantity=10, price=120, tax_rate=19),
        VersionLine(position=1, name=_("Second item"), quantity=2, price=450, tax_rate=19),
        VersionLine(position=2, name=_("An option"), quantity=1, price=300, tax_rate=19, part="option"),
    ]


def sample_steps(until):
    """Two steps, unsaved."""
    return [Milestone(name=_("First step"), ends_on=until), Milestone(name=_("Second step"), note=_("What happens"))]
