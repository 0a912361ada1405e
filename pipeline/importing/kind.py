"""Deals as a kind of the importer: which pipeline and currency, and what the file’s stages mean."""

import re

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from kit.formats import number
from leads.importing.kinds import Kind
from leads.importing.people import people_to_choose, person_called, remarks_on_people
from pipeline.importing.columns import COLUMNS
from pipeline.importing.presets import PRESETS
from pipeline.importing.taking_back import take_back
from pipeline.importing.writer import DealWriter
from pipeline.models import Pipeline, Stage
from pipeline.rates import workspace_currency

WON, LOST = "won", "lost"
SIGNS = re.compile(r"[\W_]+")
WON_WORDS = {"won", "closed won", "closedwon", "win", "won deal"}
LOST_WORDS = {"lost", "closed lost", "closedlost", "lost deal", "closed lost to competition"}


class DealKind(Kind):
    name = "deals"
    label = lazy("Deals")
    record = "deal"
    bunch = 1000
    keys = ("external_id",)
    columns = COLUMNS
    presets = PRESETS

    def complete(self, options):
        """The options with everything a batch of deals must know; raises nothing when the house is empty."""
        pipeline = Pipeline.objects.filter(pk=options.get("pipeline") or None).first() or Pipeline.objects.first()
        known = {"pipeline": pipeline and pipeline.pk, "currency": options.get("currency") or workspace_currency()}
        return options | known | {"closed_from": stage_chosen(options.get("closed_from", "#1"), open_stages(pipeline))}

    def choices(self, column, options):
        if column.key == "owner":
            return people_to_choose()
        stages = [(str(stage.pk), stage.name) for stage in open_stages(options["pipeline"])]
        return [*stages, (WON, _("Won")), (LOST, _("Lost"))]

    def guess(self, column, text, choices):
        if column.key == "owner":
            return person_called(text, choices)
        word = " ".join(SIGNS.sub(" ", text.casefold()).split())
        if word in WON_WORDS or word in LOST_WORDS:
            return WON if word in WON_WORDS else LOST
        return called(text, choices[:-2]) or ""  # the open stages

    def option_fields(self, options):
        stages = open_stages(options["pipeline"])
        return {
            "currency": forms.RegexField(
                r"^[A-Z]{3}$",
                label=_("Currency of the values"),
                initial=options["currency"],
                error_messages={"invalid": _("Write the three letters of a currency, such as EUR.")},
            ),
            "closed_from": forms.TypedChoiceField(
                label=_("Closed deals stood in"),
                choices=[(stage.pk, stage.name) for stage in stages],
                coerce=int,
                initial=options["closed_from"],
                help_text=_("A file without a history says only when a deal was closed, not where it stood before."),
            ),
        }

    def open(self, batch):
        return DealWriter(batch)

    def promises(self):
        return (
            _(
                "A deal whose id is known is updated where the file says something else. It is closed if the file says"
                " so, but never moved back or opened again."
            ),
            _("People the house does not know are added without sign-in, so that reports know whose deals these are."),
            _("Rows that cannot be taken are given back with their line and the reason."),
        )

    def take_back(self, batch, most):
        return take_back(batch, most)

    def place(self):
        return reverse("pipeline:board"), _("Open the board")

    def remarks(self, notes):
        """What should be known about a finished batch, in sentences."""
        yield from remarks_on_people(notes)
        if undated := notes.get("undated"):
            yield ngettext(
                "%(count)s open deal has no beginning in the file: its days count from the import.",
                "%(count)s open deals have no beginning in the file: their days count from the import.",
                undated,
            ) % {"count": number(undated)}
        if priced := notes.get("priced"):
            yield ngettext(
                "%(count)s deal has no value in the file: it got the list price of its product.",
                "%(count)s deals have no value in the file: they got the list price of their product.",
                priced,
            ) % {"count": number(priced)}
        if worthless := notes.get("worthless"):
            yield ngettext(
                "%(count)s open deal has no value in the file: it counts as 0 until somebody says more.",
                "%(count)s open deals have no value in the file: they count as 0 until somebody says more.",
                worthless,
            ) % {"count": number(worthless)}


def open_stages(pipeline):
    """The open stages in use of a pipeline (or its id), in order; none without a pipeline."""
    return list(Stage.objects.standing().filter(pipeline=pipeline, kind=Stage.Kind.OPEN)) if pipeline else []


def stage_chosen(wish, stages):
    """The id of the stage meant by an id, a name or a place; the first one when it is not there any more."""
    known = {stage.pk for stage in stages}
    return wish if wish in known else called(str(wish), [(stage.pk, stage.name) for stage in stages], 1)


def called(text, stages, otherwise=None):
    """The id of the stage, of these (id, name), with a name or, as “#2”, in a place; `otherwise` of that place."""
    number = int(text[1:]) if text[:1] == "#" and text[1:].isdigit() else otherwise
    named = next((pk for pk, name in stages if name.casefold() == text.casefold()), None)
    return named or (stages[min(number, len(stages)) - 1][0] if number and stages else None)
