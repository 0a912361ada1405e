"""Two nights written down, a month apart in which a twentieth of all deals changed, and the pages that look back."""

from datetime import timedelta

MONTH, HALF_A_YEAR = timedelta(days=30), timedelta(days=180)
CHANGES = [
    "UPDATE pipeline_deal SET amount = amount * 1.1, base_amount = base_amount * 1.1 WHERE id % 20 = 0",
    "UPDATE pipeline_deal SET expected_close = expected_close + 30 WHERE id % 30 = 1 AND status = 'open'",
    "VACUUM ANALYZE pipeline_deal",
]


def keep_sums(board):
    """What listeners and nights keep in a house that lives: the forecast's sums, and how old stays ended."""
    from forecasting.actions import recompute_everything
    from reports.ended.actions import write_ended_months

    in_peace(lambda _cursor: (recompute_everything(board.pipeline), write_ended_months()))


def write_two_nights(board):
    from accounts.zones import today
    from forecasting.nights.writing import write_night

    def write(cursor):
        write_night(today() - MONTH)
        for change in CHANGES:
            cursor.execute(change)
        write_night(today() - timedelta(days=1))

    in_peace(write)
    keep_sums(board)


def in_peace(work):
    """Work as a worker does: no page waits for it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        work(cursor)
        cursor.execute("RESET statement_timeout")


def pages(by):
    """{name: address}."""
    from accounts.zones import today
    from reports.models import Experiment

    month_ago, yesterday = today() - MONTH, today() - timedelta(days=1)
    change = Experiment.objects.create(name="Playbook", began_on=today() - HALF_A_YEAR, by=by)
    return {
        "experiment": f"/reports/experiments/{change.pk}/",
        "changes": f"/forecast/changes/?since={month_ago}&until={yesterday}",
        "changes_until_now": f"/forecast/changes/?since={month_ago}",
        "accuracy": "/forecast/accuracy/",
        "review": "/reports/review/",
    }
