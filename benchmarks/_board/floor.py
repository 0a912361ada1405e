"""The floor: the two least views Django can have for the same table, without middleware, session, rights or log."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Func, OuterRef
from django.http import HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

CARDS = 50
PAGE = """<!doctype html><title>Board</title><main>{% for stage, cards in columns %}<section id="col-{{ stage }}">
<h2>{{ stage }}</h2><ol>{% for card in cards %}
<li class="card" id="deal-{{ card.id }}" data-rank="{{ card.rank }}">
<h3><a href="/deals/{{ card.id }}/">{{ card.title }}</a></h3>
<p class="company">{{ card.company }}</p><p class="amount">{{ card.currency }} {{ card.amount }}</p>
<p class="label">{{ card.label }}</p><p class="owner">{{ card.owner }}</p>
<p class="close">{{ card.expected_close|date:"j M Y" }}</p></li>
{% endfor %}</ol></section>{% endfor %}</main>"""


class FloorDeal(models.Model):
    """The table of deals once more, with the values a bare card shows and no more indexes than it needs."""

    pipeline_id = models.BigIntegerField()
    stage_id = models.BigIntegerField()
    rank = models.TextField()
    title = models.TextField()
    company = models.TextField()
    owner = models.TextField()
    label = models.TextField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    currency = models.CharField(max_length=3)
    expected_close = models.DateField()

    class Meta:
        app_label, db_table, managed = "benchmarks", "floor_deal", False


def board(request, pipeline):
    """8 columns of 50 cards from one `values()` query."""
    from pipeline.models import Stage

    first = FloorDeal.objects.filter(stage_id=OuterRef("pk")).order_by("rank").values("pk")[:CARDS]
    ids = Stage.objects.filter(pipeline=pipeline).order_by().values_list(Func(ArraySubquery(first), function="unnest"))
    columns = {}
    for card in FloorDeal.objects.filter(pk__in=ids).order_by("stage_id", "rank").values():
        columns.setdefault(card["stage_id"], []).append(card)
    return HttpResponse(template().render({"columns": columns.items()}))


def move(request, pk):
    """One UPDATE by primary key of two indexed columns, committed."""
    FloorDeal.objects.filter(pk=pk).update(stage_id=request.POST["stage"], rank=request.POST["rank"])
    return JsonResponse({"moved": pk})


def template(made=[]):  # noqa: B006 - compiled once
    if not made:
        made.append(engines["django"].from_string(PAGE))
    return made[0]


urlpatterns = [path("board/<int:pipeline>/", board), path("deals/<int:pk>/move/", move)]
