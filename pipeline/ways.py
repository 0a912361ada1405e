"""Which way a move goes through its pipeline, what it passes over, and whether the pipeline allows it."""

from django.utils.translation import gettext as _

from pipeline.models import Deal


class StageClosed(Exception):
    """The stage was retired, or belongs to another pipeline."""


class WayForbidden(StageClosed):
    """The pipeline lets no deal skip stages, or none move back; says which stage it may go to."""


def is_forward(start, to):
    return (to.position, to.pk) > (start.position, start.pk)


def stages_crossed(start, to, stages):
    """Those of the stages that a forward move from `start` (None: from outside) enters; none for a move back."""
    return [one for one in stages if (start is None or is_forward(start, one)) and not is_forward(to, one)]


def stages_passed(start, to, stages):
    """The stages between two, which a move from one to the other passes over in either direction."""
    crossed = stages_crossed(start, to, stages) if is_forward(start, to) else stages_crossed(to, start, stages)
    return [stage for stage in crossed if stage.pk not in (start.pk, to.pk)]


def is_reopening(deal, to):
    """Whether the sale goes on again where it was or before: that is no step back, but no leave to skip either."""
    is_closed = deal.status == Deal.Status.LOST or (deal.status == Deal.Status.WON and to.is_open)
    return is_closed and not is_forward(deal.stage, to)


def refusal_of(deal, to, stages):
    """Why the pipeline forbids this way, in one sentence that names the stage the deal may go to; else nothing."""
    if deal.stage_id == to.pk or deal.pipeline_id != to.pipeline_id or is_reopening(deal, to):
        return ""
    if not is_forward(deal.stage, to):
        return "" if deal.pipeline.allows_moving_back else back_refused(deal, stages)
    passed = stages_passed(deal.stage, to, stages)
    if passed and not deal.pipeline.allows_skipping:
        return _("No stage is skipped here: %(next)s comes first.") % {"next": passed[0].name}
    return ""


def back_refused(deal, stages):
    ahead = next((stage for stage in stages if is_forward(deal.stage, stage)), None)
    if ahead is None:
        return _("No deal moves back here.")
    return _("No deal moves back here: from %(stage)s it goes on to %(next)s.") % {
        "stage": deal.stage.name,
        "next": ahead.name,
    }
