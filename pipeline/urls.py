from django.urls import path
from django.views.generic import RedirectView

from pipeline.views import (
    adding,
    board,
    cells,
    converting,
    deal_list,
    deals,
    exporting,
    gates,
    months,
    moves,
    past,
    rates,
    stages,
)

app_name = "pipeline"
urlpatterns = [
    # the board
    path("", RedirectView.as_view(pattern_name="pipeline:board"), name="home"),
    path("board/", board.board, name="board"),
    path("board/<int:pk>/", board.board, name="board"),
    path("board/<int:pk>/cards/", board.cards, name="cards"),
    path("board/<int:pk>/then/", past.then, name="then"),
    path("board/<int:pk>/changes/", past.changes, name="changes"),
    path("board/<int:pk>/token/", board.live_token, name="live-token"),
    path("columns/<int:pk>/", board.column, name="column"),
    path("columns/<int:pk>/add/", adding.quick_add, name="quick-add"),
    path("months/", months.months, name="months"),
    path("months/<int:pk>/", months.months, name="months"),
    path("months/<int:pk>/cards/", board.cards, {"face": "months"}, name="month-cards"),
    path("months/<int:pk>/<str:key>/", months.month, name="month"),
    path("deals/<int:pk>/month/", months.redate, name="deal-month"),
    path("deals/<int:pk>/move/", moves.move, name="deal-move"),
    path("deals/<int:pk>/gate/", gates.gate, name="deal-gate"),
    path("deals/<int:pk>/lose/", moves.lose, name="deal-lose"),
    path("moves/<int:pk>/undo/", moves.take_back, name="undo"),
    # one deal, and all of them
    path("deals/", deal_list.deal_list, name="deal-list"),
    path("deals/export/", exporting.export, name="deal-export"),
    path("deals/<int:pk>/row/", cells.row, name="deal-row"),
    path("deals/<int:pk>/cell/<str:name>/", cells.cell, name="deal-cell"),
    path("deals/new/", deals.new, name="deal-new"),
    path("deals/<int:pk>/", deals.deal, name="deal"),
    path("deals/<int:pk>/edit/", deals.edit, name="deal-edit"),
    path("deals/<int:pk>/bant/", deals.sheet, name="deal-bant"),
    path("deals/<int:pk>/note/", deals.note, name="deal-note"),
    path("leads/<int:pk>/convert/", converting.convert, name="convert-lead"),
    path("deals/<int:pk>/reopen/", deals.reopen, name="deal-reopen"),
    # the shape of the pipeline
    path("settings/stages/", stages.stages, name="stages"),
    path("settings/stages/new/", stages.new, name="stage-new"),
    path("settings/stages/<int:pk>/", stages.stage, name="stage"),
    path("settings/stages/<int:pk>/place/", stages.place, name="stage-place"),
    path("settings/stages/<int:pk>/retire/", stages.retire, name="stage-retire"),
    path("settings/stages/<int:pk>/return/", stages.bring_back, name="stage-return"),
    path("settings/currencies/", rates.rates, name="rates"),
]
