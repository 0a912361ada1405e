"""Who may change the lines of a deal; the rest is in tests/access_table.py."""

from tests.access import about, public

ITEM = 700
EDIT = "deal.edit"
ITEMS = {
    "pipeline:items": about("deal", "GET POST", EDIT, only="POST"),
    "pipeline:items-discount": about("deal", "GET POST", EDIT),
    "pipeline:items-value": about("deal", "POST", EDIT),
    "pipeline:item": about("deal", "GET POST", EDIT, item=ITEM),
    "pipeline:item-remove": about("deal", "POST", EDIT, item=ITEM),
    "pipeline:item-return": about("deal", "POST", EDIT, item=ITEM),
    "pipeline:item-place": about("deal", "POST", EDIT, item=ITEM),
    "pipeline:item-choose": about("deal", "POST", EDIT, item=ITEM),
    "pipeline:api-deal-items": public("programs show a key instead", pk=ITEM),
}
