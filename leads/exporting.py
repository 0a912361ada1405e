"""Leads, companies and contacts as rows of a file, under the names by which the importer knows them again."""

from operator import attrgetter

from django.utils.translation import gettext as _

from accounts.fields.files import file_columns
from leads.importing.kinds import registry
from leads.models import Qualification

CHUNK = 2000
READ = {
    "label": lambda one: one.label and one.label.name,
    "owner": lambda one: one.owner and one.owner.name,
    "company": lambda one: one.company and one.company.name,
    "status": lambda one: one.get_status_display(),
    "decides": lambda one: "yes" if one.decides else "no",
}
NOT_OURS = {"external_id", "first_name", "last_name"}  # the whole name stands for its halves
RELATED = {"leads": ("label", "owner", "qualification"), "companies": ("owner",), "contacts": ("company", "owner")}


def columns_of(kind):
    return [column for column in registry[kind].columns if column.key not in NOT_OURS]


def table_of(kind, records):
    """(heads, rows) of the file; however many records there are, never more than CHUNK of them are in memory."""
    columns = [(column.label, reader_of(column.key)) for column in columns_of(kind)]
    told = told_of_leads() if kind == "leads" else []
    heads, readers = zip(*columns, *file_columns(registry[kind].record), *told, strict=True)
    records = records.select_related(*RELATED[kind]).iterator(chunk_size=CHUNK)
    return heads, ([read(one) for read in readers] for one in records)


def reader_of(key):
    return READ[key] if key in READ else attrgetter(key)


def told_of_leads():
    """(head, reader) of what a file tells of leads and none brings back: the importer leaves these columns alone."""
    yield _("Score"), attrgetter("score")
    yield _("Last touch"), attrgetter("last_touch_at")
    for topic in Qualification.TOPICS:
        name = str(Qualification._meta.get_field(topic).verbose_name).capitalize()
        yield name, answer_of(topic)
        yield _("%(topic)s, evidence") % {"topic": name}, attrgetter(f"qualification.{topic}_evidence")


def answer_of(topic):
    return lambda lead: getattr(lead.qualification, f"get_{topic}_display")()
