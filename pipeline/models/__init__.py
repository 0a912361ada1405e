"""Where it stands: pipelines, stages, gates, deals, and the stays of deals in stages."""

from pipeline.models.board import BoardSettings
from pipeline.models.conversions import Conversion
from pipeline.models.deals import IS_AWAKE, IS_PARKED, NEEDS_ATTENTION, PROBABILITY, Deal
from pipeline.models.items import LineItem, Pricing
from pipeline.models.lists import Competitor, LostReason
from pipeline.models.parts import ChecklistTick, DealContact
from pipeline.models.points import Point, Proof, Rival
from pipeline.models.products import Product, ProductPrice
from pipeline.models.rates import ExchangeRate
from pipeline.models.shape import Category, ChecklistItem, Gate, Pipeline, Stage, Surgery
from pipeline.models.tallies import Tally
from pipeline.models.titles import DealTitle
from pipeline.models.visits import DealLabelStay, StageVisit

__all__ = [
    "IS_AWAKE",
    "IS_PARKED",
    "NEEDS_ATTENTION",
    "PROBABILITY",
    "BoardSettings",
    "Category",
    "ChecklistItem",
    "ChecklistTick",
    "Competitor",
    "Conversion",
    "Deal",
    "DealContact",
    "DealLabelStay",
    "DealTitle",
    "ExchangeRate",
    "Gate",
    "LineItem",
    "LostReason",
    "Pipeline",
    "Point",
    "Pricing",
    "Product",
    "ProductPrice",
    "Proof",
    "Rival",
    "Stage",
    "StageVisit",
    "Surgery",
    "Tally",
]
