"""What the cast was told of late, in the app."""

from datetime import timedelta

from django.urls import NoReverseMatch, reverse

from followups.models import Notification

DAY = timedelta(days=1)
# deal, days ago, read already, words
NEWS = (
    ("Refinery tanker safety", 4, True, "Due: Ask Faisal who signs for safety spend"),
    ("Ferry freight visibility", 2, False, "Due: recap for Maëlle"),
    ("Grocery e-van range", 2, False, "Due: Send the reference from Kingsway"),
    ("Taxi hailing back office", 1, False, "Due: walk Chidi through the price"),
    ("Renewal at risk, 90 vans", 5, True, "Due: how is it going, Gastón?"),
    ("Nationwide parcel vans", 0.1, False, "Samira Karimi asks: will Shannon sign this month?"),
)


def write_news(written, *, house, calendar):
    deals = {item.deal.title: item.deal for item in written}
    Notification.objects.bulk_create(
        Notification(
            user=deals[title].owner,
            key=f"sample:{number}",
            kind="reminder",
            text=text,
            url=page_of(deals[title]),
            created_at=calendar.now - DAY * days,
            read_at=calendar.now - DAY * days / 2 if is_read else None,
        )
        for number, (title, days, is_read, text) in enumerate(NEWS)
    )


def page_of(deal):
    try:
        return reverse("pipeline:deal", args=[deal.pk])
    except NoReverseMatch:
        return ""
