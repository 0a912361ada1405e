"""A draft as its page shows it: its forms together, and the small acts that add, move and take out their rows."""

from uuid import uuid4

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from leads.models import Contact
from pipeline.items.queries import price_in, product_named, usual_tax
from proposals.actions.editing import Draft
from proposals.forms import MOST_LINES, MOST_SECTIONS, MOST_STEPS, FactsForm, LineForm, SectionForm, StepForm
from proposals.models import Milestone, SectionKind, VersionLine

MOST = {"sections": MOST_SECTIONS, "lines": MOST_LINES, "steps": MOST_STEPS}


def rows_of(form, most):
    return forms.formset_factory(form, extra=0, max_num=most, absolute_max=most)


Sections, Lines, Steps = (
    rows_of(form, most) for form, most in [(SectionForm, MOST_SECTIONS), (LineForm, MOST_LINES), (StepForm, MOST_STEPS)]
)


def people_for(version):
    """Whom a proposal may go to: the people of its deal and of its company, and whoever it goes to already."""
    deal = version.proposal.deal
    theirs = Q(committees__deal=deal) | Q(pk=deal.contact_id) | Q(pk__in=version.sent_to.values("contact"))
    if deal.company_id:
        theirs |= Q(company=deal.company_id)
    return Contact.objects.filter(theirs, merged_into=None).distinct().order_by("name", "pk")


class DraftForms:
    """All forms of one draft, as they were sent or as the draft stands."""

    def __init__(self, version, data=None):
        self.version, self.data = version, data
        self.facts = FactsForm(data, instance=version, initial=self.facts_kept, people=people_for(version))
        each = {"form_kwargs": {"empty_permitted": False}}
        lines, steps = version.lines.all(), version.milestones.all()
        self.sections = Sections(data, prefix="section", initial=version.sections, **each)
        self.lines = Lines(data, prefix="line", initial=self.rows_kept(lines, LineForm), **each)
        self.steps = Steps(data, prefix="step", initial=self.rows_kept(steps, StepForm), **each)

    @property
    def facts_kept(self):
        return {"recipients": [sent.contact_id for sent in self.version.sent_to.all()]}

    def rows_kept(self, rows, form):
        """The rows as a formset begins with them; the database is asked only where nothing was sent."""
        names = form._meta.fields
        return None if self.data is not None else [forms.model_to_dict(row, fields=names) for row in rows]

    @property
    def all(self):
        return [self.facts, self.sections, self.lines, self.steps]

    def is_valid(self):
        """Whether all are right; each is asked, so that each says what is wrong."""
        return sum(not form.is_valid() for form in self.all) == 0

    @property
    def revision(self):
        """The revision the writer saw; None where they mean to write over what they were shown."""
        said = (self.data or {}).get("revision", "")
        return (
            None if (self.data or {}).get("act") == "mine" else int(said) if said.isdecimal() and len(said) < 19 else 0
        )

    @property
    def page(self):
        return (self.data or {}).get("page", "")[:36]

    @cached_property
    def problems(self):
        """Every sentence that says what to mend, once."""
        said = [error for errors in self.facts.errors.values() for error in errors]
        for rows in (self.sections, self.lines, self.steps):
            said += [*rows.non_form_errors()]
            said += [error for form in rows for errors in form.errors.values() for error in errors]
        return list(dict.fromkeys(said))

    def draft(self):
        """What was sent, as a Draft, after the act that was asked for."""
        facts = dict(self.facts.cleaned_data)
        parts = {
            "sections": [section_said(form.cleaned_data) for form in self.sections],
            "lines": [VersionLine(**form.cleaned_data) for form in self.lines],
            "steps": [Milestone(**form.cleaned_data) for form in self.steps],
        }
        act(self.data.get("act", ""), parts, self.data, facts["currency"])
        people = list(facts.pop("recipients"))
        return Draft(facts, parts["sections"], parts["lines"], parts["steps"], people)


def section_said(said):
    return {name: said[name] for name in ("kind", "heading", "text")} | {"key": said["key"] or uuid4().hex[:8]}


def act(asked, parts, data, currency):
    """Do to the rows what a button says: “lines-add”, “sections-up:2”, “steps-drop:0”."""
    name, _colon, which = asked.partition(":")
    part, _dash, verb = name.partition("-")
    rows = parts.get(part)
    if rows is None:
        return
    if verb == "add" and len(rows) < MOST[part]:
        rows.append(new_row(part, rows, which, data, currency))
    elif which.isdecimal() and len(which) < 9 and int(which) < len(rows):
        move(rows, int(which), verb)


def move(rows, place, verb):
    row = rows.pop(place)
    if verb in {"up", "down"}:
        rows.insert(max(place + (-1 if verb == "up" else 1), 0), row)
    elif verb != "drop":
        rows.insert(place, row)


def new_row(part, rows, which, data, currency):
    if part == "sections":
        return {"key": uuid4().hex[:8], "kind": which if which in SectionKind else "text", "heading": "", "text": ""}
    if part == "steps":
        return Milestone(name=_("Next step"))
    return new_line(" ".join(data.get("add", "").split())[:200], rows, currency)


def new_line(name, beside, currency):
    """A line of a product of the price list, or of whatever was typed."""
    product = product_named(name) if name else None
    if not product:
        return VersionLine(name=name or _("New item"), tax_rate=usual_tax(beside))
    taken = {fact: getattr(product, fact) for fact in ("description", "unit", "tax_rate", "billing", "term_months")}
    return VersionLine(product=product, name=product.name, price=price_in(product, currency) or 0, **taken)
