"""What one viewer sees of one pipeline through the filter in the address; every answer of the board starts here."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from pipeline.filters import DealFilter
from pipeline.models import Deal, Pipeline, Stage
from pipeline.queries.board import board_columns, board_heads, standing_stages, summary_of


@dataclass
class Sight:
    """`everything` is what the viewer may see, `deals` what the filter leaves of it."""

    pipeline: Pipeline
    pipelines: list[Pipeline]
    stages: list[Stage]
    filter: DealFilter
    everything: QuerySet[Deal]

    @property
    def deals(self):
        return self.filter.qs

    @cached_property
    def kept(self):
        """Those parts of the address that are filters."""
        kept = self.filter.data.copy()
        for name in set(kept) - set(self.filter.filters):
            del kept[name]
        return kept

    @cached_property
    def query(self):
        """The filter as an address begins it, “?owner=3”, or nothing."""
        return f"?{self.kept.urlencode()}" if self.kept else ""

    @cached_property
    def more_query(self):
        """The filter as an address goes on with it, “&owner=3”, or nothing."""
        return f"&{self.kept.urlencode()}" if self.kept else ""

    @property
    def address(self):
        return reverse("pipeline:board", args=[self.pipeline.pk]) + self.query

    @cached_property
    def columns(self):
        return board_columns(self.stages, self.deals)

    def heads(self):
        """What a changed card changes above it: `columns` without cards, and the `summary`."""
        columns = board_heads(self.stages, self.deals)
        return {"sight": self, "columns": columns, "summary": summary_of(columns)}


def look(request, pipeline_id=None):
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
    )


def choose(pipelines, wanted, is_path):
    found = next((one for one in pipelines if str(one.pk) == str(wanted)), None)
    if not pipelines or (is_path and not found):
        raise Http404
    return found or pipelines[0]
