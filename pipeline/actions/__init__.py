"""What can be done with a deal, a stage and a pipeline: one verb, one transaction, one event."""

from pipeline.actions.answering import qualify_deal
from pipeline.actions.closing import lose_deal, reopen_deal, win_deal
from pipeline.actions.companies import company_named
from pipeline.actions.editing import EditedMeanwhile, edit_deal
from pipeline.actions.moving import Move, MovedMeanwhile, StageClosed, move_deal
from pipeline.actions.notes import note_on_deal
from pipeline.actions.opening import create_deal
from pipeline.actions.places import BOTTOM, TOP, Place
from pipeline.actions.undoing import CannotUndo, undo

__all__ = [
    "BOTTOM",
    "TOP",
    "CannotUndo",
    "EditedMeanwhile",
    "Move",
    "MovedMeanwhile",
    "Place",
    "StageClosed",
    "company_named",
    "create_deal",
    "edit_deal",
    "lose_deal",
    "move_deal",
    "note_on_deal",
    "qualify_deal",
    "reopen_deal",
    "undo",
    "win_deal",
]
