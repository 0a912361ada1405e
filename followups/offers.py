"""What the palette offers of days, letters and rules."""

from django.utils.translation import gettext_lazy as _

from accounts.search.offers import offer, page, those_who_may


@offer
def pages(user, here):
    """One's day and what helps through it."""
    return those_who_may(
        user,
        (None, page(_("Go to my day"), "today", "followups:my-day", keys="G M", words=_("tasks follow-ups today"))),
        (None, page(_("All follow-ups"), "list", "followups:promises", words=_("overdue tasks team"))),
        ("followup.edit", page(_("New follow-up"), "plus", "followups:new", words=_("add task reminder"))),
        (None, page(_("Notifications"), "bell", "followups:notifications", words=_("news"))),
        (None, page(_("How you are told"), "bell", "followups:channels", words=_("notifications push"))),
        ("followup.edit", page(_("Reminders"), "later", "followups:habits")),
        (None, page(_("Calendar"), "cal", "followups:calendar", words=_("feed ics"))),
        (None, page(_("Booking pages"), "meet", "followups:booking-links", words=_("meeting appointment"))),
        ("letter.send", page(_("Your mail"), "send", "followups:mail-own", words=_("letters signature"))),
        ("letter.send", page(_("Letter templates"), "mail", "followups:mail-templates", words=_("mail"))),
        (None, page(_("Sequences"), "repeat", "followups:sequences", words=_("letters steps"))),
        ("stages.edit", page(_("Rules"), "repeat", "followups:rules", words=_("automation when then"))),
        ("keys.edit", page(_("Programs that are told"), "link", "followups:webhooks", words=_("webhooks API"))),
    )
