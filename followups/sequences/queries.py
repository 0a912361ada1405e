"""What pages of sequences show: how each goes, and where each deal or lead is on its way."""

from django.db.models import Count, Q

from followups.models import Sequence, SequenceRun

State, Reason = SequenceRun.State, SequenceRun.Reason


def sequences_with_counts():
    """Every sequence, with how many are on their way, through, and answered."""
    return Sequence.objects.annotate(
        steps_count=Count("steps", filter=Q(steps__retired_at=None), distinct=True),
        running=Count("runs", filter=Q(runs__state=State.RUNNING), distinct=True),
        through=Count("runs", filter=Q(runs__state=State.DONE), distinct=True),
        answered=Count("runs", filter=Q(runs__reason=Reason.REPLY), distinct=True),
    )


def startable():
    """The sequences that are on."""
    return Sequence.objects.filter(is_on=True)


def runs_shown(about):
    """The runs of a deal or lead: those on their way first, then the latest ended."""
    runs = about.sequence_runs.select_related("sequence", "sender").annotate(taken=Count("done"))
    return runs.order_by("-next_at", "-started_at")[:5]


def people_of(sequence, user):
    """The runs of a sequence this person may see, those on their way first."""
    runs = SequenceRun.objects.visible_to(user).filter(sequence=sequence)
    runs = runs.select_related("deal__contact", "lead", "sender").annotate(taken=Count("done"))
    return runs.order_by("-state", "-started_at", "-pk")
