"""What a deal needs before it may enter a stage: an engine that asks, and a registry of the kinds it can ask for."""

from pipeline.gates.engine import (
    GateClosed,
    Reading,
    Requirement,
    ask,
    ask_gates,
    ask_many,
    fields_for,
    gate_of,
    keys_concerning,
    keys_of,
    names_of,
    reading_of,
    readings_on_the_way,
    refusals_for,
    stages_with_gates,
)
from pipeline.gates.registry import KINDS, Kind, names_by_key, register, requirements_for
from pipeline.ways import is_forward, stages_crossed

__all__ = [
    "KINDS",
    "GateClosed",
    "Kind",
    "Reading",
    "Requirement",
    "ask",
    "ask_gates",
    "ask_many",
    "fields_for",
    "gate_of",
    "is_forward",
    "keys_concerning",
    "keys_of",
    "names_by_key",
    "names_of",
    "reading_of",
    "readings_on_the_way",
    "refusals_for",
    "register",
    "requirements_for",
    "stages_crossed",
    "stages_with_gates",
]
