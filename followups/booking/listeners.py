"""A guest hears of it when the time they took is moved or given up in the house."""

from followups.booking.actions import changed
from followups.models import Booking
from timeline.listeners import listen

CHANGED = ["followup.rescheduled", "followup.snoozed", "followup.cancelled", "followup.reopened"]


@listen("bookings", verbs=CHANGED, respects_undo=True)
def tell_guests(events):
    """What the guest did is told at once; what a colleague did, once they had time to take it back."""
    for event in events:
        if event.actor_id:
            found = Booking.objects.select_related("link__owner__team", "follow_up")
            booking = found.filter(follow_up=event.subject.partition(":")[2]).first()
            if booking:
                changed(booking)
