"""What one viewer sees of one pipeline through the filter in the address; every answer of the board starts here."""

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.fields.known import PREFIX
from accounts.rights import may
from accounts.visibility import visible_owner_ids
from kit.filterbar import bar_of
from pipeline.cards import USUAL_FACTS, Pen, shows_custom
from pipeline.filters import DealFilter, listed
from pipeline.models import BoardSettings, Deal, Pipeline, Stage
from pipeline.queries.board import (
    board_columns,
    board_heads,
    closing_this_month,
    column_totals,
    standing_stages,
    summary_of,
)
from pipeline.queries.lanes import GROUPS, all_lanes, fullest, in_lane, lane_columns, lane_key
from pipeline.queries.months import MonthCard, month_columns, month_heads
from pipeline.queries.tallies import counts_of, tallied, totals_by_stage
from pipeline.views.addresses import FACES, Addresses


@dataclass
class Sight(Addresses):
    """The `face` is how the deals are shown: `everything` the viewer may see, `deals` what the filter leaves of it.

    On the list `pipeline` may be None: the deals of all pipelines.
    """

    pipeline: Pipeline | None
    pipelines: list[Pipeline]
    stages: list[Stage]
    request: HttpRequest
    face: str = "board"

    @cached_property
    def everything(self):
        """All this viewer may see: what stands on the board; on the list the lost too."""
        deals = deals_as_cards(self.request.user)
        if self.pipeline:
            deals = deals.filter(pipeline=self.pipeline)
        return deals if self.face == "list" else deals.on_board()

    @cached_property
    def filter(self):
        return DealFilter(self.request.GET, queryset=self.everything, request=self.request)

    def buttons(self):
        """The bar of the filter."""
        return bar_of(DealFilter, self.request.GET, self.request, lambda: self.filter)

    @cached_property
    def narrows_by(self):
        """The names of the filters in the address that leave something out, without asking the filter itself."""
        data = self.request.GET
        names = {name for name in data if is_filter(name) and any(data.getlist(name))}
        is_this_one = self.pipeline and data.get("pipeline") == str(self.pipeline.pk)
        return names - {"pipeline"} if is_this_one else names

    @cached_property
    def taste(self):
        """How the viewer likes the board: facts, density, folded stages."""
        return getattr(self.request.user, "board_settings", None) or BoardSettings()

    @property
    def facts(self):
        """What the viewer's cards show, None for the usual."""
        chosen = self.taste.facts
        return [*(USUAL_FACTS if chosen is None else chosen), "close", "pushes"] if self.face == "months" else chosen

    @cached_property
    def pen(self):
        """Writes all cards of an answer: what they share is worked out once."""
        return Pen(self.mover if may(self.request.user, "deal.move") else None, self.query, self.facts, self.group)

    @cached_property
    def deals(self):
        deals = self.filter.qs if self.narrows_by else self.everything
        return self.shown(deals)

    @property
    def seen(self):
        """Everything this face would show without a filter."""
        return self.everything if self.face == "board" else self.everything.open()

    def shown(self, deals):
        """What this face shows of them: by month what is open, on the list what its address asks for."""
        if self.face == "list":
            return listed(deals, self.request.GET)
        return deals.open() if self.face == "months" else deals

    @property
    def name(self):
        return self.pipeline.name if self.pipeline else _("All pipelines")

    @property
    def mover(self):
        """The URL that moves a card of this face."""
        return "pipeline:deal-month" if self.face == "months" else "pipeline:deal-move"

    @cached_property
    def columns(self):
        if self.face == "months":
            return month_columns(self.deals)
        known = (self.stages, self.deals, self.totals())
        if self.lanes:
            return lane_columns(*known, self.lanes, self.group, self.taste.collapsed)
        return board_columns(*known, self.taste.collapsed)

    @property
    def group(self):
        """What the rows of the board stand for, "owner" or "label"; nothing where it has none."""
        asked = self.request.GET.get("group")
        return asked if self.face == "board" and asked in GROUPS else ""

    @cached_property
    def lanes(self):
        """The rows of a grouped board, those with most deals where there are very many."""
        return fullest(self.all_lanes) if self.group else []

    @cached_property
    def all_lanes(self):
        own = f"{self.group}:"
        folded = {name.removeprefix(own) for name in self.taste.folded_lanes if name.startswith(own)}
        return all_lanes(self.deals, self.group, folded)

    def in_lane(self, key):
        """The deals of one row; all, where the board has no rows or none is named."""
        return in_lane(self.deals, self.group, key) if self.group and key else self.deals

    def mates(self, deal):
        """The deals this one stands among: those of its row, if the board has rows."""
        return self.in_lane(lane_key(deal, self.group)) if self.group else self.deals

    def heads(self):
        """What a changed card changes above it: `columns` without cards, and the `summary`."""
        columns = month_heads(self.deals) if self.face == "months" else self.bare_columns()
        return {"sight": self, "columns": columns, "summary": summary_of(columns)}

    def bare_columns(self):
        return board_heads(self.stages, self.totals(), self.taste.collapsed)

    def totals(self):
        """What each stage holds: tallied where nothing but the owner narrows it, else counted anew."""
        if not self.narrows_by:
            return totals_by_stage(self.sums, self.stages)
        if self.narrows_by == {"owner"} and self.filter.is_valid():
            owners = [owner.pk for owner in self.filter.form.cleaned_data["owner"]]
            return totals_by_stage(tallied(self.stages, owners, self.request.user), self.stages)
        return column_totals(self.deals)

    @cached_property
    def sums(self):
        """The tallies of everything this viewer may see on this board."""
        return tallied(self.stages, visible_owner_ids(self.request.user), self.request.user)

    def counts(self):
        """How many deals each tab above the board holds."""
        return counts_of(self.sums) | {"closing": closing_this_month(self.everything)}

    def cards(self, deals):
        """These deals as the cards of this face: by month they stand in other columns, in another order."""
        return [MonthCard(deal) for deal in deals] if self.face == "months" else deals


def is_filter(name):
    return name in DealFilter.base_filters or name.startswith(PREFIX)


def look(request, pipeline_id=None, face=None):
    """The sight of this request: of the pipeline named, else the one in the address, else the first."""
    if (face or request.GET.get("face")) == "list":
        return look_at_list(request)
    stages = all_stages(request)
    pipelines = list({stage.pipeline_id: stage.pipeline for stage in stages}.values())
    pipeline = choose(pipelines, pipeline_id or request.GET.get("pipeline"), pipeline_id is not None)
    return Sight(
        pipeline=pipeline,
        pipelines=pipelines,
        stages=[stage for stage in stages if stage.pipeline_id == pipeline.pk],
        request=request,
        face=face or known_face(request.GET.get("face")),
    )


def deals_as_cards(user):
    """What this person may see, with the custom fields if their cards show any."""
    taste = getattr(user, "board_settings", None)
    return Deal.objects.visible_to(user).bringing_custom(shows_custom(taste and taste.facts))


def all_stages(request):
    """Every stage in use, read once for a request."""
    if not hasattr(request, "stages_in_use"):
        request.stages_in_use = standing_stages()
    return request.stages_in_use


def stages_of(request, pipeline_id):
    """The stages in use of one pipeline, with their gates."""
    return [stage for stage in all_stages(request) if stage.pipeline_id == pipeline_id]


def known_face(name):
    return name if name in FACES else "board"


def is_list(request):
    """Whether it was asked from the list."""
    return request.GET.get("face") == "list"


def look_at_list(request):
    """The sight of the list: every deal this viewer may see, the lost too, of one pipeline or of all."""
    pipelines = list(Pipeline.objects.standing())
    pipeline = next((one for one in pipelines if str(one.pk) == request.GET.get("pipeline")), None)
    return Sight(
        pipeline=pipeline,
        pipelines=pipelines,
        stages=[],
        request=request,
        face="list",
    )


def choose(pipelines, wanted, is_path):
    found = next((one for one in pipelines if str(one.pk) == str(wanted)), None)
    if not pipelines or (is_path and not found):
        raise Http404
    return found or pipelines[0]
