"""Each person's own board: what its cards show, how dense they stand, which stages are folded away."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from pipeline.actions.board_settings import choose_card, fold_lane, fold_stage
from pipeline.card_forms import CardForm
from pipeline.queries.board import summary_of
from pipeline.views.answers import UNPROCESSABLE
from pipeline.views.moves import dialog_or_page
from pipeline.views.sight import look


@require_http_methods(["GET", "HEAD", "POST"])
def card(request, pk):
    """Choose what the cards show; the board comes back with it."""
    sight = look(request, pk)
    form = CardForm(sight.taste, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        choose_card(request.user, **form.cleaned_data)
        return redirect(sight.address)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, dialog_or_page(request, "taste"), {"sight": sight, "form": form}, status=status)


@require_POST
def fold(request, pk):
    """Fold a stage away or open it again; the answer is its column, or the board where the stage is gone."""
    if "lane" in request.POST:
        return fold_row(request, pk, request.POST["lane"])
    is_folded = "fold" in request.POST
    asked = request.POST.get("fold" if is_folded else "open", "")
    stage = next((one for one in look(request, pk).stages if str(one.pk) == asked), None)
    if stage:
        request.user.board_settings = fold_stage(request.user, stage, is_folded=is_folded)
    sight = look(request, pk, "board")
    if not (stage and request.htmx):
        return redirect(sight.address)
    column = next(column for column in sight.columns if column.stage == stage)
    context = {"sight": sight, "columns": sight.columns, "column": column, "summary": summary_of(sight.columns)}
    return render(request, "pipeline/_column.html", context)


def fold_row(request, pk, key):
    """Turn a row of a grouped board: folded away, or open again; the answer is its head and its cells."""
    before = look(request, pk, "board")
    lane = next((lane for lane in before.lanes if lane.key == key), None)
    if lane:
        name = f"{before.group}:{key}"
        request.user.board_settings = fold_lane(request.user, name, is_folded=not lane.is_folded)
    if not (lane and request.htmx):
        return redirect(before.address)
    sight = look(request, pk, "board")
    return render(request, "pipeline/_lane_turned.html", {"sight": sight, "columns": sight.columns, "key": key})
