"""Deals and products from files: registered with the one importer as the kinds “deals” and “products”."""

from leads.importing.kinds import register
from pipeline.importing.kind import DealKind
from pipeline.products.kind import ProductKind

deals, products = register(DealKind()), register(ProductKind())
