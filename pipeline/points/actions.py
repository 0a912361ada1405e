"""Writing down what a sale turns on; two people at one line are merged, and asked only about what both changed."""

from django.db import transaction

from accounts.bin.actions import throw_away
from pipeline.actions.merging import events_of, merge_seen
from pipeline.actions.places import lock_deal
from pipeline.models import Competitor, Point
from timeline.log import record


def add_point(deal, *, kind, by, **facts):
    """Note a pain, an objection or a criterion of the buyer and return it; the same words are noted once."""
    with transaction.atomic():
        deal = lock_deal(deal)
        known = deal.points.filter(kind=kind, text__iexact=facts["text"]).first()
        if known:
            return known
        point = deal.points.create(kind=kind, **facts)
        tell("deal.point_added", deal, by=by, details=words_of(point))
        return point


def edit_point(point, *, by, seen=None, **facts):
    """Change the words or the answer of a point; returns the event, or None if nothing changed or it is gone.

    `seen` is what the writer had before them: EditedMeanwhile where somebody else changed the same.
    """
    with transaction.atomic():
        deal = lock_deal(point.deal)
        point = deal.points.filter(pk=point.pk).first()
        return point and write_line(point, facts, seen, "deal.point_edited", words_of, deal=deal, by=by)


def drop_point(point, *, by):
    """Say that it does not matter any more; returns what lies in the bin now, nothing if it was gone."""
    return throw_away([point], by=by).done


def add_rival(deal, *, name, by, note="", is_ahead=False):
    """Note somebody else who may win a deal and return them; one of that name is noted once."""
    with transaction.atomic():
        deal = lock_deal(deal)
        known = deal.rivals.filter(name__iexact=name).first()
        if known:
            return known
        if is_ahead:
            step_back(deal)
        rival = deal.rivals.create(name=name, competitor=competitor_of(name), note=note, is_ahead=is_ahead)
        tell("deal.rival_added", deal, by=by, details=rival_words(rival))
        return rival


def edit_rival(rival, *, by, seen=None, **facts):
    """Change what is known of a competitor; whoever is ahead now leaves the others behind. As `edit_point`."""
    with transaction.atomic():
        deal = lock_deal(rival.deal)
        rival = deal.rivals.filter(pk=rival.pk).first()
        if rival and facts.get("name", rival.name) != rival.name:
            facts |= {"competitor": competitor_of(facts["name"])}
        return rival and write_line(rival, facts, seen, "deal.rival_edited", rival_words, deal=deal, by=by)


def drop_rival(rival, *, by):
    """Say that they are out of the race; returns what lies in the bin now, nothing if they were."""
    return throw_away([rival], by=by).done


def write_line(line, facts, seen, verb, words, *, deal, by):
    """Write what differs of a line of a locked deal, as one event; returns it, or None if nothing changed."""
    events = events_of(deal, verb).filter(details__line=line.pk)
    mine = merge_seen(line, facts, seen or {}, deal=deal, events=events)
    changed = [name for name, value in mine.items() if getattr(line, name) != value]
    if not changed:
        return None
    changes = {name: [getattr(line, name), mine[name]] for name in changed if name != "competitor"}
    if mine.get("is_ahead"):
        step_back(deal)
    for name in changed:
        setattr(line, name, mine[name])
    line.save(update_fields=changed)
    return tell(verb, deal, by=by, changes=changes, details=words(line))


def step_back(deal):
    deal.rivals.filter(is_ahead=True).update(is_ahead=False)


def competitor_of(name):
    """The competitor of the admin's list by that name, if they keep one."""
    return Competitor.objects.filter(name__iexact=name, retired_at=None).first()


def words_of(point: Point):
    return {"line": point.pk, "kind": point.kind, "text": point.text, "answer": point.answer}


def rival_words(rival):
    return {"line": rival.pk, "name": rival.name, "note": rival.note, "is_ahead": rival.is_ahead}


def tell(verb, deal, *, by, details, changes=None):
    return record(verb, deal, by=by, about=(deal.company,), changes=changes, details=details, owner=deal.owner)
