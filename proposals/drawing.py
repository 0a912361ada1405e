"""Drawing the papers that wait. Each kind says what is drawn and what follows; a second kind registers itself."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction

from kit.apart import SECONDS, SENTENCES, CannotDraw, draw_apart
from proposals.actions.drawings import MOST_ATTEMPTS, claim_drawing, settle_drawing
from proposals.models import Version

log = logging.getLogger("kariz.proposals")
kinds = {}
MINUTE = 60


@dataclass(frozen=True)
class Kind:
    """A kind of paper: `draws` gives the HTML and pictures of a Drawing, `keeps` takes content and pages, `gives_up` a
    sentence that says why there is none."""

    draws: Callable
    keeps: Callable
    gives_up: Callable


def register(name, *, draws, keeps, gives_up):
    """Say how papers of a kind are drawn and what follows; both that follow run in the commit that settles it."""
    kinds[name] = Kind(draws, keeps, gives_up)


def draw_waiting(most=20):
    """Draw what waits, one after the other; returns how many were settled."""
    settled = 0
    while settled < most and (drawing := claim_drawing()):
        draw(drawing)
        settled += 1
    return settled


def draw(drawing):
    """Draw one claimed paper and let follow what follows, once."""
    drawing.version = Version.objects.select_related("proposal__deal", "logo").get(pk=drawing.version_id)
    kind = kinds[drawing.kind]
    if drawing.attempts > MOST_ATTEMPTS:
        settle(drawing, lambda: kind.gives_up(drawing, str(SENTENCES["failed"])), str(SENTENCES["failed"]))
        return
    try:
        html, pictures = kind.draws(drawing)
        content, pages = draw_apart(html, pictures, tell=lambda page: tell_page(drawing, page), seconds=SECONDS)
    except CannotDraw as problem:
        sentence = str(problem)
        log.warning("Drawing %s of version %s failed: %s", drawing.pk, drawing.version_id, problem.reason)
        settle(drawing, lambda: kind.gives_up(drawing, sentence), sentence)
    else:
        settle(drawing, lambda: kind.keeps(drawing, content, pages))


def settle(drawing, follow, problem=""):
    with transaction.atomic():
        if settle_drawing(drawing, problem):
            follow()


def tell_page(drawing, page):
    """Let the page that waits for it know how far it is."""
    cache.set(key_of(drawing.pk), page, MINUTE)


def page_of(drawing):
    """The number of the page being drawn, or None."""
    return cache.get(key_of(drawing.pk))


def key_of(pk):
    return f"drawing:{pk}:page"
