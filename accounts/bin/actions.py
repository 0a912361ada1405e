"""Throwing away and restoring: one transaction for all records at once, one event for each of them."""

from dataclasses import dataclass, field
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.bin import parcels, returning
from accounts.bin.following import follow_merged
from accounts.bin.kinds import against, kind_of, kinds, name_of_field
from accounts.bin.refusals import is_deadlock, taken_meanwhile
from accounts.bin.walking import hanging_on
from accounts.models import BinnedRecord
from timeline.log import tell_board_on_commit, write
from timeline.models import Event, subject_key
from timeline.together import together


@dataclass
class Outcome:
    """What became of an act: `done` are the BinnedRecords or the records, `refused` [(what stays, why)]."""

    act: object
    done: list = field(default_factory=list)
    refused: list = field(default_factory=list)


def throw_away(records, *, by, note="", act=None):
    """Take records of one kind, with everything that hangs on them, out of the house into the bin.

    Whoever may has been asked. Records that are gone already are passed over; of several, those that cannot go stay,
    with a sentence. One alone that cannot go raises ValidationError. `act` is a UUID by which all come back at once.
    """
    outcome = Outcome(act or uuid4())
    if records:
        kind = kind_of(records[0])
        with changed_meanwhile(), transaction.atomic():
            going = leave_refused(kind, kind.read(lock(kind, records)), outcome)
            if going:
                outcome.done = put_in_bin(kind, going, outcome.act, by=by, note=note)
    if len(records) == 1 and outcome.refused:
        raise ValidationError(outcome.refused[0][1])
    return outcome


def lock(kind, records):
    return kind.lock(kind.model, [record.pk for record in records])


def leave_refused(kind, found, outcome):
    """Those of the records that can go; the others are noted with what stands against it."""
    reasons = kind.refuse(found)
    hanging = hanging_on(kind.model, [record.pk for record in found])
    for pointing, _key, to in hanging.holders:
        words = against.get(name_of_field(pointing)) or _("Something else needs “%(name)s”, so it stays.")
        reasons.setdefault(hanging.root_of(pointing, to), words)
    for record in found:
        if record.pk in reasons:
            outcome.refused.append((record, str(reasons[record.pk]) % {"name": kind.named(record)}))
    return [record for record in found if record.pk not in reasons]


def put_in_bin(kind, going, act, *, by, note):
    """The parcels of these records, which are gone now, in the order given."""
    kind.part([record.pk for record in going])
    binned = BinnedRecord.objects.bulk_create([parcel_of(kind, record, act, by, note) for record in going])
    lives = [kind.live(record) for record in going]
    hanging = hanging_on(kind.model, [record.pk for record in going])
    parcels.pack(hanging, {one.record_id: one.pk for one in binned})
    connection.check_constraints()
    tell(kind, "thrown_away", going, lives, act, by=by, note=note)
    return binned


def parcel_of(kind, record, act, by, note):
    return BinnedRecord(
        kind=kind.name,
        record_id=record.pk,
        title=kind.named(record)[:300],
        owner=kind.owner(record),
        holder=kind.held_by(record),
        is_everybodys=kind.is_everybodys(record),
        is_sample=kind.is_sample(record),
        by=by,
        note=note,
        act=act,
    )


def restore(binned, *, by):
    """Put what lies in the bin back as it was, mended where its place is gone; returns an Outcome with the records.

    Whoever may has been asked. What somebody else restored first is passed over. Of several, those that cannot come
    back stay in the bin, with a sentence; one alone that cannot raises ValidationError.
    """
    outcome = Outcome(uuid4())
    try:
        outcome.done = restore_at_once(binned, outcome.act, by=by)
    except ValidationError:
        if len(binned) == 1:
            raise
        for one in binned:
            restore_one_of_many(one, outcome, by=by)
    return outcome


def restore_one_of_many(one, outcome, *, by):
    try:
        outcome.done += restore_at_once([one], outcome.act, by=by)
    except ValidationError as refusal:
        outcome.refused.append((one, " ".join(refusal.messages)))


def restore_at_once(binned, act, *, by):
    """The records that came back; all of these do, or none."""
    ids = sorted(one.pk for one in binned)
    with changed_meanwhile(), transaction.atomic():
        locked = list(BinnedRecord.objects.filter(pk__in=ids).order_by("pk").select_for_update())
        if not locked:
            return []
        put_back(locked)
        records = [record for name in sorted({one.kind for one in locked}) for record in back(name, locked, act, by)]
        parcels.forget([one.pk for one in locked])
        connection.check_constraints()
    return records


def put_back(locked):
    """Everything these parcels hold, where it was."""
    bins = [one.pk for one in locked]
    for name in {one.kind for one in locked}:
        mend(kinds[name], [str(one.record_id) for one in locked if one.kind == name])
    arriving = returning.coming(locked)
    follow_merged(arriving)
    elsewhere = returning.fit(arriving)
    links = returning.links_to(arriving, bins, elsewhere)
    parcels.unpack({model: list(keys) for model, keys in arriving.rows.items()}, bins)
    parcels.link(links)


def mend(kind, keys):
    """Let the kind repair its rows, in the bin, before they come back."""
    if kind.mend is None:
        return
    rows = returning.rows_of(kind.model, keys)
    before = {key: dict(row) for key, row in rows.items()}
    kind.mend(list(rows.values()))
    patches = {key: row for key, row in rows.items() if row != before[key]}
    if patches:
        returning.patch(kind.model, patches)


def back(name, locked, act, by):
    """The records of a kind that are back, in the order in which they were thrown away, and the log knows."""
    kind, keys = kinds[name], [one.record_id for one in locked if one.kind == name]
    kind.settle(keys)
    records = kind.read(keys)
    tell(kind, "restored", records, [kind.live(record) for record in records], act, by=by)
    return records


def tell(kind, what, records, lives, act, *, by, note=""):
    """Enter into the log what happened to each record, and tell the open boards."""
    events = [event_of(kind, what, record, act, by, note) for record in records]
    write(events)
    with together(act):
        for event, live in zip(events, lives, strict=True):
            for payload in [live] if isinstance(live, dict) else live or []:
                tell_board_on_commit(event, payload)


def event_of(kind, what, record, act, by, note):
    owner, name = kind.owner(record), kind.named(record)
    return Event(
        verb=f"{kind.name}.{what}",
        subject=subject_key(record),
        about=[subject_key(record), *(subject_key(other) for other in kind.about(record) if other)],
        actor=by,
        details={"name": name, "bulk": str(act)} | ({"note": note} if note else {}),
        owner=owner,
        team_path=owner.team_path if owner else "",
    )


class changed_meanwhile:  # noqa: N801 - reads as what it guards against
    """Turn what the database refuses, because others wrote at the same time, into a sentence."""

    def __enter__(self):
        return self

    def __exit__(self, _kind, error, _trace):
        if isinstance(error, IntegrityError) or is_deadlock(error):
            raise ValidationError(taken_meanwhile(error)) from error
