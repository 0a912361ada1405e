"""What can be done with a deal, a stage and a pipeline: one verb, one transaction, one event."""

from pipeline.actions.answering import answer_gate
from pipeline.actions.bulk import edit_deals, lose_deals, move_deals, park_deals, redate_deals, unpark_deals
from pipeline.actions.closing import lose_deal, reopen_deal, win_deal
from pipeline.actions.companies import company_named
from pipeline.actions.editing import edit_deal
from pipeline.actions.merging import EditedMeanwhile
from pipeline.actions.moving import Move, MovedMeanwhile, StageClosed, move_deal
from pipeline.actions.notes import note_on_deal
from pipeline.actions.opening import create_deal
from pipeline.actions.parking import CannotPark, park_deal, unpark_deal, wake_parked_deals
from pipeline.actions.places import BOTTOM, TOP, Place
from pipeline.actions.qualifying import qualify_deal
from pipeline.actions.rates import begin_rates
from pipeline.actions.regrouping import move_to_lane
from pipeline.actions.undoing import CannotUndo, last_act, undo, undo_bulk

__all__ = [
    "BOTTOM",
    "TOP",
    "CannotPark",
    "CannotUndo",
    "EditedMeanwhile",
    "Move",
    "MovedMeanwhile",
    "Place",
    "StageClosed",
    "answer_gate",
    "company_named",
    "create_deal",
    "edit_deal",
    "edit_deals",
    "last_act",
    "lose_deal",
    "lose_deals",
    "move_deal",
    "move_deals",
    "move_to_lane",
    "note_on_deal",
    "park_deal",
    "park_deals",
    "qualify_deal",
    "redate_deals",
    "reopen_deal",
    "undo",
    "undo_bulk",
    "unpark_deal",
    "unpark_deals",
    "begin_rates",
    "wake_parked_deals",
    "win_deal",
]
