"""The companies a file names: found by name whatever the case, made where they are new."""

from django.db.models import F, Q
from django.db.models.functions import Lower

from leads.models import Company


class Companies:
    def __init__(self):
        self.known = {}

    def find_all(self, names):
        """Look up the names of a bunch of rows at once, and make the companies that are missing; returns those made."""
        wanted = first_spellings(name for name in names if simple(name) not in self.known)
        if not wanted:
            return []
        self.look_up(wanted)
        missing = [name for key, name in wanted.items() if key not in self.known]
        made = Company.objects.bulk_create(Company(name=name) for name in missing)
        self.remember(made)
        return made

    def look_up(self, wanted):
        """A name that only a company merged away has stands for the one that was kept."""
        companies = Company.objects.annotate(small=Lower("name")).select_related("merged_into")
        named = companies.filter(Q(small__in=wanted) | Q(name__in=wanted.values()))
        self.remember(named.order_by(F("merged_into").asc(nulls_last=True), "-pk"))

    def remember(self, companies):
        self.known |= {simple(company.name): kept(company) for company in companies}

    def find(self, name):
        return self.known[simple(name)] if name else None


def kept(company):
    """What a company became, if it was merged away."""
    while company.merged_into_id:
        company = company.merged_into
    return company


def first_spellings(names):
    """{simple name: the name as it was first spelt}, without empty ones."""
    spellings = {}
    for name in names:
        if name:
            spellings.setdefault(simple(name), " ".join(name.split()))
    return spellings


def simple(name):
    return " ".join(name.lower().split())
