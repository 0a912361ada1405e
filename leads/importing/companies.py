"""The companies a file names: found by name whatever the case, made where they are new.

Only what the importer may see is found. Where the one company of a name belongs to others, the importer gets one of
their own, as when they write the name into a form: names may stand twice, and the pair is shown to whoever sees both. A
refusal would tell that the other one exists, and keep a whole file back for it.
"""

from django.db.models import F, Q
from django.db.models.functions import Lower

from accounts.visibility import visible_owner_ids
from leads.models import Company


class Companies:
    """The companies of one importer; those made for a name that others have belong to the importer."""

    def __init__(self, importer):
        self.importer, self.visible = importer, visible_owner_ids(importer)
        self.known, self.hidden = {}, set()

    def find_all(self, names):
        """Look up the names of a bunch of rows at once, and make the companies that are missing; returns those made."""
        wanted = first_spellings(name for name in names if simple(name) not in self.known)
        if not wanted:
            return []
        self.look_up(wanted)
        missing = [name for key, name in wanted.items() if key not in self.known]
        made = Company.objects.bulk_create(Company(name=name, owner=self.owner_of(name)) for name in missing)
        self.remember(made)
        return made

    def look_up(self, wanted):
        """A name that only a company merged away has stands for the one that was kept."""
        companies = Company.objects.annotate(small=Lower("name")).select_related("merged_into")
        named = companies.filter(Q(small__in=wanted) | Q(name__in=wanted.values()))
        named = list(named.order_by(F("merged_into").asc(nulls_last=True), "-pk"))
        seen = [company for company in named if self.sees(kept(company))]
        self.hidden |= {simple(company.name) for company in named} - {simple(company.name) for company in seen}
        self.remember(seen)

    def sees(self, company):
        return self.visible is None or company.owner_id is None or company.owner_id in self.visible

    def owner_of(self, name):
        """Whose a new company is: nobody's, unless others have one of this name."""
        return self.importer if simple(name) in self.hidden else None

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
