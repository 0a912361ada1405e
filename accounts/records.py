"""The records people talk about and add files to; the floors that keep them say so when they start."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

kinds = {}


@dataclass(frozen=True)
class Kind:
    """One kind of record: `page` names the address of its page, `around(record)` gives what is told along with it."""

    model: Any
    page: str
    around: Callable


def keep_records(key, model, page, around=lambda record: ()):
    """Let people comment on records of this kind, and add files to them."""
    kinds[key] = Kind(model, page, around)


def record_named(name, user):
    """The record of this name in the log, such as “deal:7”, if this person may see it."""
    kind, _colon, pk = name.partition(":")
    if kind not in kinds or not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        return None
    return kinds[kind].model.objects.visible_to(user).filter(pk=pk).first()


def kind_of(record):
    return kinds[record._meta.model_name]


def page_of(record):
    """Where a record is looked at."""
    return reverse(kind_of(record).page, args=[record.pk])


def about(record, *more):
    """What an event about a record is told of, besides itself."""
    return (*kind_of(record).around(record), *more)
