"""The figures of a built report: one aggregate of the database for each day that counts, never deals one by one."""

from dataclasses import dataclass
from itertools import product

from forecasting.queries import links
from reports.builder.groups import together

ALL = object()  # stands for every row, or every column


@dataclass(frozen=True)
class Sheet:
    """The parts of all measures by the keys of row and column; the members of each, in the order they are shown in."""

    measures: list
    parts: dict  # {(key, …): {part: figure}}; a key may be ALL
    members: list  # one list for each group
    link: dict
    period: object

    @property
    def rows(self):
        return self.members[0]

    @property
    def columns(self):
        return self.members[1] if len(self.members) > 1 else []

    def parts_of(self, *chosen):
        """The parts of some members, one for each group; those left out are all."""
        keys = tuple(member.key if member else ALL for member in chosen)
        return self.parts.get(keys + (ALL,) * (len(self.members) - len(keys)), {})

    def url(self, measure, *chosen):
        """The address of exactly the deals behind a figure, "" where there are none."""
        figure = measure.of(self.parts_of(*chosen))
        if figure is None or not (figure or measure.share):
            return ""
        asked = [member.asking(measure.clock) for member in chosen if member]
        days = measure.clock.asking_period(self.period)
        return links.deals_url(status=measure.statuses, **together(self.link, days, *asked))


def sheet_of(chosen):
    """What a BuilderFilter asks for."""
    measures, groups = chosen.measures_asked, chosen.groups_asked
    cells, told = cells_of(chosen, measures, groups)
    parts = with_sums(cells, len(groups))
    put_whole(parts, chosen, [measure for measure in measures if measure.is_whole], groups)
    members = [group.members(names, chosen.request) for group, names in zip(groups, told, strict=True)]
    shown = [ordered(group, place, members[place], parts, measures[0]) for place, group in enumerate(groups)]
    return Sheet(measures, parts, shown, chosen.scope.link, chosen.period_asked)


def cells_of(chosen, measures, groups):
    """({keys: {part: figure}}, what is told of each key of each group)."""
    cells, told = {}, [{} for _group in groups]
    for clock in dict.fromkeys(measure.clock for measure in measures):
        for row in rows_of(chosen, clock, [measure for measure in measures if measure.clock == clock], groups):
            keys = tuple(group.read(row.pop(f"key_{place}")) for place, group in enumerate(groups))
            for place, group in enumerate(groups):
                told[place][keys[place]] = {name: row.pop(f"{name}_{place}") for name in group.names()}
            cells.setdefault(keys, {}).update(row)
    return cells, told


def rows_of(chosen, clock, measures, groups):
    """One row of the database for each group that has deals."""
    deals = clock.deals_of(chosen.scope, chosen.period_asked)
    parts = {name: part for measure in measures for name, part in measure.parts.items()}
    if not groups:
        return [deals.aggregate(**parts)]
    keys = {f"key_{place}": group.told_by(clock) for place, group in enumerate(groups)}
    names = {f"{name}_{place}": of for place, group in enumerate(groups) for name, of in group.names().items()}
    return deals.values(**keys).annotate(**names, **parts)


def with_sums(cells, depth):
    """The cells, and what they come to over all rows, all columns, and both."""
    sums = {}
    for keys, parts in cells.items():
        for mask in product((True, False), repeat=depth):
            place = tuple(key if kept else ALL for key, kept in zip(keys, mask, strict=True))
            add(sums.setdefault(place, {}), parts)
    return sums


def add(sums, parts):
    for name, value in parts.items():
        if value is not None:
            sums[name] = sums.get(name, 0) + value


def put_whole(parts, chosen, measures, groups):
    """What cannot be added up, such as a median, is asked again for all rows, all columns, and both."""
    for mask in product((True, False), repeat=len(groups)) if measures else []:
        kept = [group for group, is_kept in zip(groups, mask, strict=True) if is_kept]
        if kept == groups:
            continue
        for keys, found in cells_of(chosen, measures, kept)[0].items():
            left = iter(keys)
            parts.setdefault(tuple(next(left) if is_kept else ALL for is_kept in mask), {}).update(found)


def ordered(group, place, members, parts, measure):
    """Members in their own order, or the largest first; those without a value come last."""
    if group.is_ordered:
        return sorted(members.values(), key=lambda member: (member.place[0], member.place[1:]))

    def falling(member):
        keys = tuple(member.key if at == place else ALL for at in range(depth))
        return -float(measure.of(parts.get(keys, {})) or 0), member.place

    depth = len(next(iter(parts), ()))
    return sorted(members.values(), key=falling)
