"""Rows become products and prices; what is known already is changed only where the file says something else."""

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from leads.importing.kinds import Outcome
from leads.importing.values import Refused
from leads.models import ImportChange
from pipeline.models import Product, ProductPrice
from pipeline.products.actions import put_prices
from pipeline.products.entries import Entry, said_facts
from pipeline.products.facts import FACTS
from timeline.log import record, write
from timeline.models import Event, subject_key


class ProductWriter:
    """Writes the rows of one batch; made anew whenever a worker takes the batch up."""

    def __init__(self, batch):
        self.batch, self.by, self.finds_by = batch, batch.owner, batch.finds_by
        self.currency, self.said_before = batch.options["currency"], {}

    def forget(self):
        """Nothing is remembered from one bunch to the next but what the file itself said."""

    def key_of(self, values):
        """(“code” or “name”, which) by which a product is found; one without a code by its name, () if by nothing."""
        if self.finds_by == "code" and values.get("code"):
            return "code", values["code"].lower()
        return ("name", values["name"].lower()) if self.finds_by else ()

    def ids_of(self, values):
        """A product may stand in a file once for each currency."""
        if not (key := self.key_of(values)):
            return [("code", values["code"].lower())] if values.get("code") else []
        return [(key[0], f"{key[1]} {self.currency_of(values) if values.get('price') is not None else ''}".strip())]

    def currency_of(self, values):
        return values.get("currency") or self.currency

    def check(self, values):
        """Refuse what no product can be, and a line that takes back what an earlier one said of the same product."""
        if values.get("billing") == Product.Billing.ONCE and values.get("term_months"):
            raise Refused(_("Only what is billed every month or year has a term."))
        said = said_facts(values)
        if (key := self.key_of(values)) and self.said_before.setdefault(key, said) != said:
            raise Refused(_("An earlier line says something else of this product: let only the price differ."))

    def write(self, rows):
        """Write understood rows in the caller's transaction; returns the Outcome."""
        outcome = Outcome()
        self.called, self.coded = self.look_up(rows)
        entries = []
        for row in rows:
            try:
                entries.append(self.take(row.values, row.row.line, outcome))
            except Refused as refusal:
                outcome.refused.append((row.row, str(refusal)))
        self.keep(list({id(entry): entry for entry in entries}.values()))
        return outcome

    def look_up(self, rows):
        """The products these rows may mean, locked in the order of their ids: {name: [entries]} and {code: entry}."""
        codes = {code.lower() for row in rows if (code := row.values.get("code"))}
        names = {row.values["name"].lower() for row in rows}
        small = Product.objects.annotate(small_name=Lower("name"), small_code=Lower("code"))
        meant = small.filter(small_code__in=codes) | small.filter(small_name__in=names)
        ids = list(Product.objects.filter(pk__in=meant.values("pk")).order_by("pk").select_for_update())
        products = Product.objects.filter(pk__in=[one.pk for one in ids]).prefetch_related("prices").order_by("pk")
        called, coded = {}, {}
        for entry in map(Entry.of, products):
            called.setdefault(entry.product.name.lower(), []).append(entry)
            coded |= {entry.product.code.lower(): entry} if entry.product.code else {}
        return called, coded

    def take(self, values, line, outcome):
        """The entry of the product a row means, changed as the row says."""
        entry = self.find(values)
        self.refuse_taken_code(values, entry)
        is_new = entry is None
        entry = entry or Entry(Product(name=values["name"]), {}, None)
        entry.line = entry.line or line
        is_changed = entry.take(values, self.currency_of(values))
        if is_new:
            self.called.setdefault(values["name"].lower(), []).append(entry)
        if entry.product.code:
            self.coded[entry.product.code.lower()] = entry
        outcome.created += is_new
        outcome.updated += not is_new and is_changed
        outcome.unchanged += not is_new and not is_changed
        return entry

    def find(self, values):
        """The one product a row means, or None; a code nobody has yet may be that of a product without one."""
        kind, key = self.key_of(values) or ("", "")
        if kind == "code" and key in self.coded:
            return self.coded[key]
        found = self.called.get(values["name"].lower(), []) if kind else []
        if self.finds_by == "code" and "code" in values:
            found = [entry for entry in found if not entry.product.code]
        found = [entry for entry in found if entry.product.retired_at is None] or found
        if len(found) > 1:
            raise Refused(_("Several products are called so: give them codes, and find them by those."))
        return found[0] if found else None

    def refuse_taken_code(self, values, entry):
        holder = self.coded.get((values.get("code") or "").lower())
        if holder is not None and holder is not entry:
            raise Refused(_("The code “%(code)s” belongs to another product already.") % {"code": values["code"]})

    def keep(self, entries):
        """Write what the rows made of the products, and remember it for the way back."""
        new = [entry for entry in entries if entry.is_new]
        changed = [entry for entry in entries if not entry.is_new and entry.changes()]
        Product.objects.bulk_create(entry.product for entry in new)
        Product.objects.bulk_update([entry.product for entry in changed], FACTS)
        put_prices(
            ProductPrice(product=entry.product, currency=currency, amount=amount)
            for entry in [*new, *changed]
            for currency, amount in entry.new_prices().items()
        )
        ImportChange.objects.bulk_create(self.change_of(entry) for entry in new)
        earlier = ImportChange.objects.filter(batch=self.batch, record="product")
        earlier = {change.record_id: change for change in earlier.filter(record_id__in=ids_of(changed))}
        for entry in changed:
            self.note_change(entry, earlier.get(entry.product.pk))
        made_here = {pk for pk, change in earlier.items() if change.is_new}
        write([self.event_of(entry) for entry in changed if entry.product.pk not in made_here])

    def change_of(self, entry, **sides):
        return ImportChange(batch=self.batch, record="product", record_id=entry.product.pk, line=entry.line, **sides)

    def note_change(self, entry, earlier):
        """What a product was before this batch first touched it, and what it is now."""
        before = {name: old for name, (old, _new) in entry.changes().items()}
        after = {name: new for name, (_old, new) in entry.changes().items()}
        if earlier is None:
            self.change_of(entry, before=before, after=after).save()
        elif not earlier.is_new:
            earlier.before, earlier.after = before | earlier.before, earlier.after | after
            earlier.save(update_fields=["before", "after"])

    def event_of(self, entry):
        key = subject_key(entry.product)
        details = {"name": entry.product.name, "import": self.batch.pk}
        return Event(
            verb="product.edited", subject=key, about=[key], actor=self.by, changes=entry.changes(), details=details
        )

    def finish(self, batch):
        """The one event of the batch, when its last row is done."""
        counts = {name: getattr(batch, name) for name in ("created", "updated", "unchanged")}
        details = {"file": batch.file_name, "rejected": batch.rejected.count()} | counts
        record("products.imported", batch, by=self.by, details=details)


def ids_of(entries):
    return [entry.product.pk for entry in entries]
