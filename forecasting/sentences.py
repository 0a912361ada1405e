"""How what is said in the ledger reads on a timeline."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from kit import formats
from timeline.sentences import say


def sum_of(event):
    """“€120,000 for 1 Oct 2026 to 31 Dec 2026: two big ones slipped”"""
    told = event.details
    ends = " – ".join(formats.day(date.fromisoformat(told[end])) for end in ("first", "last"))
    amount = formats.money(told["amount"], told["currency"]) if told["amount"] is not None else "–"
    return " · ".join(part for part in (amount, ends, told["note"]) if part)


say("forecast.submitted", _("{actor} submitted a forecast"), icon="send", note=sum_of)
say("forecast.adjusted", _("{actor} adjusted the forecast of {about}"), icon="pencil", note=sum_of)
say("quota.set", _("{actor} set the quota of {about}"), icon="trophy", note=sum_of)
say("forecast.weighed", _("{actor} weighs the forecast: {by}"), icon="pie")
say("forecast.weighed_for_all", _("{actor} weighs everybody’s forecast: {by}"), icon="pie")
say("year.set", _("{actor} changed when the fiscal year begins"), icon="cal")
