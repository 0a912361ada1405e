"""A report for programs: JSON with raw values, amounts as strings so that no cent is lost."""

from decimal import Decimal

from django.core.serializers.json import DjangoJSONEncoder


class Exact(DjangoJSONEncoder):
    """Decimals, days and translated words as strings."""


def as_data(told):
    """Everything a report says as plain data; keys are never translated."""
    period = told.period
    return {
        "report": told.name,
        "title": told.title,
        "made_at": told.made_at,
        "currency": told.currency,
        "period": {"code": told.chosen.code_asked, "first": period.first, "last": period.last},
        "asked": asked_in(told.chosen.data),
        "figures": [figure_data(figure) for figure in told.report.figures],
        "panels": [panel_data(panel) for panel in told.report.panels if panel.columns],
    }


def asked_in(address):
    """What an address narrows a report to, several answers as a list."""
    named = {name: values for name, values in address.lists() if name != "period"}
    return {name: values[0] if len(values) == 1 else values for name, values in named.items()}


def figure_data(figure):
    said = {"key": figure.key, "name": figure.name, "kind": figure.kind}
    values = {"value": exact(figure.value, figure.kind), "before": exact(figure.before, figure.kind)}
    return said | values | {"note": figure.note}


def panel_data(panel):
    columns = [{"key": column.key, "name": column.name, "kind": column.kind} for column in panel.columns]
    rows = [line_data(line, panel) for line in panel.sorted_lines]
    return {
        "key": panel.key,
        "title": panel.title,
        "columns": columns,
        "rows": rows,
        "total": line_data(panel.total, panel) if panel.total else None,
    }


def line_data(line, panel):
    return {column.key: exact(value, column.kind) for column, value in zip(panel.columns, line.values, strict=True)}


def exact(value, kind):
    """Amounts as strings whatever they were worked out with; everything else as it is."""
    return str(Decimal(str(value))) if kind == "money" and value is not None else value
