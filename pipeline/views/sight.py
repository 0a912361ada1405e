"""What one viewer sees of one pipeline through the filter in the address; every answer of the board starts here."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from pipeline.filters import DealFilter
from pipeline.models import BoardSettings, Deal, Pipeline, Stage
from pipeline.queries.board import board_columns, board_heads, standing_stages, summary_of
from pipeline.queries.months import MonthCard, month_columns, month_heads

# the three faces of one filter: (name, icon, the view that shows it)
FACES = {
    "board": (_("Board"), "board", "pipeline:board"),
    "list": (_("List"), "list", "pipeline:deal-list"),
    "months": (_("By month"), "cal", "pipeline:months"),
}


@dataclass
class Sight:
    """`everything` is what the viewer may see, `deals` what the filter leaves of it, `face` how it is shown.

    On the list `pipeline` may be None: the deals of all pipelines.
    """

    pipeline: Pipeline | None
    pipelines: list[Pipeline]
    stages: list[Stage]
    filter: DealFilter
    everything: QuerySet[Deal]
    face: str = "board"
    viewer: User | None = None

    @cached_property
    def taste(self):
        """How the viewer likes the board: facts, density, folded stages."""
        return getattr(self.viewer, "board_settings", None) or BoardSettings()

    @property
    def deals(self):
        return self.filter.qs.open() if self.face == "months" else self.filter.qs

    @cached_property
    def kept(self):
        """Those parts of the address that are filters, and the saved view they came from."""
        kept = self.filter.data.copy()
        wanted = {*self.filter.filters, "view"} - {"pipeline"}
        wanted |= {"pipeline", "order"} if self.face == "list" else set()
        for name in set(kept) - wanted:
            del kept[name]
        return kept

    @cached_property
    def asked(self):
        """What every part of this page is asked with: the filter, and the face that will show the answer."""
        asked = self.kept.copy()
        if self.face != "board":
            asked["face"] = self.face
        return asked

    @cached_property
    def query(self):
        """The same as an address begins it, “?owner=3”, or nothing."""
        return f"?{self.asked.urlencode()}" if self.asked else ""

    @cached_property
    def more_query(self):
        """The same as an address goes on with it, “&owner=3”, or nothing."""
        return f"&{self.asked.urlencode()}" if self.asked else ""

    @property
    def address(self):
        return self.address_of(self.face)

    @property
    def list_address(self):
        return self.address_of("list")

    def address_of(self, face):
        """Where another face shows the same deals."""
        kept, place = self.kept.copy(), [self.pipeline.pk] if self.pipeline and face != "list" else []
        if face != self.face:
            for name in ("order", "pipeline"):
                kept.pop(name, None)
        if face == "list" and self.pipeline:
            kept["pipeline"] = self.pipeline.pk
        return reverse(FACES[face][2], args=place) + (f"?{kept.urlencode()}" if kept else "")

    @property
    def name(self):
        return self.pipeline.name if self.pipeline else _("All pipelines")

    def doors(self):
        """The same face of every pipeline, and on the list of all of them: `(name, address, is it this one)`."""
        home, is_list = FACES[self.face][2], self.face == "list"
        doors = [(one, f"{reverse(home)}?pipeline={one.pk}" if is_list else reverse(home, args=[one.pk])) for one in self.pipelines]
        everywhere = [{"name": _("All pipelines"), "address": reverse(home), "is_current": not self.pipeline}]
        own = [{"name": one.name, "address": address, "is_current": one == self.pipeline} for one, address in doors]
        return (everywhere if is_list else []) + own

    def faces(self):
        """The segments of the control that turns the same deals: `(name, icon, address, is it this one)`."""
        return [
            {"name": name, "icon": icon, "address": self.address_of(face), "is_current": face == self.face}
            for face, (name, icon, _view) in FACES.items()
        ]

    @property
    def mover(self):
        """The URL that moves a card of this face."""
        return "pipeline:deal-month" if self.face == "months" else "pipeline:deal-move"

    @cached_property
    def columns(self):
        if self.face == "months":
            return month_columns(self.deals)
        return board_columns(self.stages, self.deals)

    def heads(self):
        """What a changed card changes above it: `columns` without cards, and the `summary`."""
        columns = month_heads(self.deals) if self.face == "months" else board_heads(self.stages, self.deals)
        return {"sight": self, "columns": columns, "summary": summary_of(columns)}

    def cards(self, deals):
        """These deals as the cards of this face: by month they stand in other columns, in another order."""
        return [MonthCard(deal) for deal in deals] if self.face == "months" else deals


def look(request, pipeline_id=None, face=None):
    """The sight of this request: of the pipeline named, else the one in the address, else the first."""
    stages = list(standing_stages())
    pipelines = list({stage.pipeline_id: stage.pipeline for stage in stages}.values())
    pipeline = choose(pipelines, pipeline_id or request.GET.get("pipeline"), pipeline_id is not None)
    everything = Deal.objects.visible_to(request.user).filter(pipeline=pipeline).on_board()
    return Sight(
        pipeline=pipeline,
        pipelines=pipelines,
        stages=[stage for stage in stages if stage.pipeline_id == pipeline.pk],
        filter=DealFilter(request.GET, queryset=everything, request=request),
        everything=everything,
        face=face or known_face(request.GET.get("face")),
    )


def known_face(name):
    return name if name in FACES else "board"


def look_at_list(request):
    """The sight of the list: every deal this viewer may see, the lost too, of one pipeline or of all."""
    everything = Deal.objects.visible_to(request.user)
    pipelines = list(Pipeline.objects.standing())
    return Sight(
        pipeline=next((one for one in pipelines if str(one.pk) == request.GET.get("pipeline")), None),
        pipelines=pipelines,
        stages=[],
        filter=DealFilter(request.GET, queryset=everything, request=request),
        everything=everything,
        face="list",
    )


def choose(pipelines, wanted, is_path):
    found = next((one for one in pipelines if str(one.pk) == str(wanted)), None)
    if not pipelines or (is_path and not found):
        raise Http404
    return found or pipelines[0]
