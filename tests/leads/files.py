"""A small made-up export with the dirt of real ones, and what the importer makes of it."""

from leads.importing import actions, running

DEALS = """\
opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
A1,Ruth Ngata,Kit Basic,Northwind Ferries,Won,2024-01-10,2024-03-01,1054
A2,Ruth Ngata,GTXPro,Northwind Ferries,Won,2024-01-25,2024-03-11,4514.50
A3,Alice Archer,Kit Basic,Öresund Foods,Lost,2024-01-25,2024-03-07,0
A4,Alice Archer,Kit Plus,,Engaging,2024-02-01,,
A5,ruth  ngata,Kit Plus,northwind  FERRIES,Prospecting,,,
A6,Ruth Ngata,Kit Basic,Öresund Foods,Sleeping,2024-02-01,,
A7,Ruth Ngata,Kit Basic,Öresund Foods,Won,2024-02-01,2024-01-01,10
A8,Ruth Ngata,Kit Basic,Öresund Foods,Won,2024-02-01,someday,a lot
A1,Ruth Ngata,Kit Basic,Öresund Foods,Won,2024-02-01,2024-03-01,10
,Ruth Ngata,Kit Basic,Öresund Foods,Won,2024-02-01,2024-03-01,10
A9,Ruth Ngata,Kit Basic,Öresund Foods,Lost,2024-02-01,2024-03-01,10,11
A10,Ruth Ngata,Kit Basic,Öresund Foods,Won,2024-02-01,,10
"""

REFUSALS = [
    (7, "Stage: nobody said what “Sleeping” means."),
    (8, "This deal was closed before it began, or in the future."),
    (
        9,
        "Value: “a lot” is not an amount. Closed on: “someday” is not a day we can read, such as 2026-11-19.",
    ),
    (10, "“A1” stands in line 2 already."),
    (11, "The id is empty, so this deal could not be found again."),
    (12, "This line has 9 cells, but the first line names only 8 columns."),
    (13, "A won or lost deal needs the day it was closed."),
]


def receive(by, text=DEALS, *, name="deals.csv", **options):
    return actions.receive_file(
        kind="deals", name=name, content=text.encode(), options={"preset": "maven"} | options, by=by
    )


def queue(batch, **options):
    actions.queue_import(batch, mapping=batch.mapping, options=options, by=batch.owner)
    return batch


def import_file(by, text=DEALS, **options):
    """Upload, accept the guess, and let the worker finish; returns the batch as it is then."""
    batch = queue(receive(by, text, **options))
    run()
    batch.refresh_from_db()
    return batch


def run():
    """What a worker does until nothing waits."""
    while batch_id := actions.claim_import():
        if running.run_batch(batch_id):
            actions.put_back(batch_id)


def counts(batch):
    return (batch.created, batch.updated, batch.unchanged, batch.rejected.count())
