"""Take the sample out again, all of it and nothing else."""

from contextlib import suppress

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import ProtectedError, Q

from accounts.models import BinnedRecord, BinnedRow, StoredFile, Team, User, Workspace
from config.sample.doors import close_doors
from config.sample.house import RIVALS
from config.sample.letters import remove_letters
from config.sample.people import RATES, TEAMS
from followups.models import FollowUp, Notification, Rule
from forecasting.actions import recompute_everything
from forecasting.models import DealSnapshot, Entry, ForecastLine, ForecastSnapshot, LearnedOdds, Night
from leads.models import Company, Contact, Lead, LikelyPair, Merge, Qualification
from pipeline.models import Competitor, Deal, ExchangeRate, Pipeline, Product
from proposals.models import Proposal, ProposalTemplate
from reports.models import Decision, Experiment, Review
from timeline.log import erase, erasing, record
from timeline.models import Event, subject_key


@transaction.atomic
def remove_sample_data(*, by, identity=None):
    """Remove every sample record, its history and the cast; `by` stays. Returns how many deals, leads and people went.

    A sample admin must say who they are: `identity` has name, email, password and company. What people added themselves
    stays, with the companies it needs; whoever of the cast did real work stays as a person who has left.
    """
    close_doors()
    if identity:
        become_real(by, identity)
    counts = remove_records()
    counts["people"] = remove_cast(keeping=by)
    remove_frame()
    workspace = Workspace.objects.get()
    workspace.has_sample_data = False
    workspace.save(update_fields=["has_sample_data"])
    for pipeline in Pipeline.objects.all():
        recompute_everything(pipeline)
    record("sample.removed", workspace, by=by, details=counts)
    return counts


def become_real(user, identity):
    user.name, user.email, user.is_sample = identity["name"], identity["email"], False
    user.set_password(identity["password"])
    user.save(update_fields=["name", "email", "is_sample", "password"])
    EmailAddress.objects.update_or_create(user=user, primary=True, defaults={"email": user.email, "verified": True})
    Workspace.objects.update(name=identity["company"])


def remove_records():
    """Deals first, then what they stand on; a record that real ones lean on stays and becomes real."""
    forget(remove_parcels())
    forget(remove_offers())
    follow_ups, deals = remove(FollowUp), remove(Deal)
    keep(Lead, ("deals", "merged"))
    leads = remove(Lead)
    keep(Contact, ("deals", "leads", "committees__deal", "merged"))
    keep(Company, ("deals", "leads", "contacts", "merged"))
    keep(Product, ("items__deal",))
    others = remove(Contact) + remove(Company) + remove(Product)
    Qualification.objects.filter(deal=None, lead=None).exclude(pk__in=sheets_in_the_bin()).delete()
    forget_likeness([*leads, *others])
    forget([*follow_ups, *deals, *leads, *others])
    return {"deals": len(deals), "leads": len(leads)}


def remove_parcels():
    """What of the sample lies in the bin goes with it; returns the names in the log."""
    binned = BinnedRecord.objects.filter(is_sample=True)
    keys = [f"{one.kind}:{one.record_id}" for one in binned]
    binned.delete()
    return keys


def sheets_in_the_bin():
    """The sheets of real deals and leads that may come back."""
    held = BinnedRow.objects.filter(row__has_key="qualification_id")
    return list(held.values_list("row__qualification_id", flat=True))


def remove_offers():
    """What was offered on sample deals goes, sent or not; returns the names in the log. So do the templates."""
    offers = Proposal.objects.filter(deal__is_sample=True)
    keys = [subject_key(offer) for offer in offers.only("pk")]
    with erasing():
        offers.delete()
        ProposalTemplate.objects.filter(is_sample=True).delete()
    return keys


def remove(model):
    """Delete the sample rows of a model; returns their names in the log."""
    rows = model.objects.filter(is_sample=True)
    keys = [subject_key(row) for row in rows.only("pk")]
    rows.delete()
    return keys


def keep(model, leaning):
    """What a real record refers to through one of these relations is no sample any more, nor what that leans on."""
    is_needed = Q()
    for relation in leaning:
        is_needed |= Q(**{f"{relation}__is_sample": False})
    while needed := list(model.objects.filter(is_needed, is_sample=True).values_list("pk", flat=True)):
        model.objects.filter(pk__in=needed).update(is_sample=False)


def forget_likeness(keys):
    """Remove what names these records in words: likely pairs and merges, which nothing else would take along."""
    LikelyPair.objects.filter(Q(one__in=keys) | Q(other__in=keys)).delete()
    Merge.objects.filter(Q(kept__in=keys) | Q(gone__in=keys)).delete()


def forget(keys):
    """Remove what happened to these records from the log, and the files they carried."""
    StoredFile.objects.filter(record__in=keys).delete()
    erase(Event.objects.filter(Q(subject__in=keys) | Q(about__overlap=keys)))


def remove_cast(keeping):
    """Remove the sample people; whom something real still names stays as somebody who has left."""
    cast = User.objects.filter(is_sample=True).exclude(pk=keeping.pk)
    forget_foretold(cast)
    forget_reviews(cast)
    remove_letters(cast)
    Experiment.objects.filter(by__in=cast).delete()
    Notification.objects.filter(Q(user__in=cast) | Q(key__startswith="sample:")).delete()
    ForecastLine.objects.all().delete()
    LearnedOdds.objects.all().delete()
    return sum(removed(person) for person in cast)


def forget_foretold(cast):
    """Remove what the cast foretold, and the nights, whose sums hold the sample; nights of real deals stay."""
    with erasing():
        Entry.objects.filter(Q(owner__in=cast) | Q(by__in=cast) | Q(team__name__in=TEAMS)).delete()
        DealSnapshot.objects.exclude(is_of_a_deal()).delete()
        ForecastSnapshot.objects.all().delete()
        Night.objects.all().delete()


def forget_reviews(cast):
    """Remove the reviews the cast held, and what reviews decided of deals that are gone."""
    with erasing():
        Review.objects.filter(Q(owner__in=cast) | Q(rep__in=cast)).delete()
        Decision.objects.exclude(is_of_a_deal()).delete()


def is_of_a_deal():
    """The condition of what is about a deal that stays, be it in the bin."""
    binned = BinnedRecord.objects.filter(kind="deal").values("record_id")
    return Q(deal_id__in=Deal.objects.values("pk")) | Q(deal_id__in=binned)


def removed(person):
    try:
        with transaction.atomic():
            person.delete()
    except ProtectedError:
        person.is_active = person.is_sample = False
        person.save(update_fields=["is_active", "is_sample"])
        return False
    return True


def remove_frame():
    """The sample's rivals, exchange rates and teams, as far as nothing real uses them, and what its Demo plans."""
    Rule.objects.filter(is_sample=True).delete()
    Competitor.objects.filter(name__in=RIVALS, deals=None, rivals=None).delete()
    used = Deal.objects.values("currency")
    for currency, rates in RATES.items():
        ExchangeRate.objects.filter(currency=currency, rate__in=rates).exclude(currency__in=used).delete()
    for team in Team.objects.filter(name__in=TEAMS).order_by("-path"):
        with suppress(ProtectedError), transaction.atomic():
            team.delete()
