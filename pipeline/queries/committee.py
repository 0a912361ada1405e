"""The buying committee of a deal as its page shows it: who takes part, where they stand, and what is risky about it."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, CharField, DateTimeField, Func, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast, Concat, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from pipeline.models import DealContact
from pipeline.words import in_a_row
from timeline.models import Event, subject_key

TOUCHES = ["deal.call", "deal.meeting", "letter.sent", "letter.received", "contact.noted"]
DONE = ["followup.done", "booking.made"]  # what was planned for a deal is done with its main contact
RECENT = timedelta(days=30)
Role, Stance = DealContact.Role, DealContact.Stance


@dataclass(frozen=True)
class Committee:
    """The members in the order they joined; each one's `touched` is when somebody last had to do with them."""

    members: list[DealContact]
    is_open: bool = True

    def __iter__(self):
        return iter(self.members)

    def __len__(self):
        return len(self.members)

    @property
    def unmet_deciders(self):
        return [member for member in self.members if member.role == Role.DECIDES and member.stance == Stance.UNMET]

    @property
    def warnings(self):
        """What could go wrong with these people, the gravest first; a closed deal warns of nothing."""
        if not self.members or not self.is_open:
            return []
        told = (self.nobody_decides(), self.unmet(), self.one_thread(), self.against())
        return [words for words in told if words]

    def nobody_decides(self):
        has_decider = any(member.role == Role.DECIDES for member in self.members)
        return "" if has_decider else _("Nobody here decides. Find out who signs.")

    def unmet(self):
        names = in_a_row([member.contact.name for member in self.unmet_deciders])
        return _("%(names)s decides, and you have not met.") % {"names": names} if names else ""

    def one_thread(self):
        """One person carries all: either nobody else is known, or nobody else was spoken with lately."""
        if len(self.members) == 1:
            return _("All hangs on %(name)s. Get to know a second person.") % {"name": self.members[0].contact.name}
        since = timezone.now() - RECENT
        lately = [member for member in self.members if member.touched and member.touched >= since]
        if len(lately) != 1:
            return ""
        return _("%(name)s carries all the talk of the last 30 days.") % {"name": lately[0].contact.name}

    def against(self):
        names = in_a_row([member.contact.name for member in self.members if member.stance == Stance.AGAINST])
        return _("Against it: %(names)s.") % {"names": names} if names else ""


def committee_of(deal):
    """Who takes part in the decision, with the last touch of each, in one query."""
    done = last(Event.objects.filter(about__contains=[subject_key(deal)], verb__in=DONE))
    with_main = Case(When(contact=deal.contact_id, then=done)) if deal.contact_id else None
    touched = Greatest(last(about_member()), with_main) if with_main else last(about_member())
    members = deal.committee.select_related("contact").annotate(touched=touched)
    return Committee(list(members), deal.status == deal.Status.OPEN)


def about_member():
    """What was written to a member, or heard from them."""
    key = Concat(Value("contact:"), Cast(OuterRef("contact_id"), CharField()))
    about = Func(key, template="ARRAY[%(expressions)s]::varchar[]", output_field=ArrayField(CharField()))
    return Event.objects.filter(about__contains=about, verb__in=TOUCHES)


def last(events):
    """When the last of these happened."""
    # not the first of an ordered search: that would read the whole log backwards for somebody never spoken with
    latest = Func("happened_at", function="MAX", output_field=DateTimeField())
    return Subquery(events.filter(undone_by=None).annotate(last=latest).values("last"))
