"""Deals from files: registered with the one importer as the kind “deals”."""

from leads.importing.kinds import register
from pipeline.importing.kind import DealKind

deals = register(DealKind())
