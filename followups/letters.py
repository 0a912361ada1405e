"""The words of a reminder: the notice in the app and the letter, for the language and zone that are active."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.doors import ACTS, path_of_door
from kit import formats

LISTED = 20


def reminder_notice(follow_up):
    """Text and link of the notice in the app."""
    text = _("%(what)s, %(when)s. %(about)s") % {
        "what": follow_up.title,
        "when": when_words(follow_up),
        "about": follow_up.about,
    }
    return {"text": text, "url": page_of(follow_up)}


def reminder_letter(follow_up):
    """Subject and body of the e-mail, in plain text and HTML."""
    context = {
        "follow_up": follow_up,
        "when": when_words(follow_up),
        "zone": zone_words(follow_up.owner),
        "value": value_words(follow_up.deal),
        "link": absolute(page_of(follow_up)),
        "my_day": absolute(reverse("followups:my-day")),
        "why": absolute(reverse("followups:why", args=[follow_up.pk])),
        "doors": [(label, absolute(path_of_door(follow_up, act))) for act, label in ACTS.items()],
    }
    return {
        "subject": _("%(when)s: %(what)s") % {"when": context["when"], "what": follow_up.title},
        "text": render_to_string("followups/email/reminder.txt", context),
        "html": render_to_string("followups/email/reminder.html", context),
    }


def digest_letter(user, day, notices):
    """Subject and body of the morning letter: the Day of a person, or None, and the notices kept for it."""
    groups = [(_("Overdue"), day.overdue), (_("Today"), day.today)] if day else []
    context = {
        "user": user,
        "groups": [(name, group, group.rows[:LISTED]) for name, group in groups if group.count],
        "notices": notices,
        "address": settings.BASE_URL.rstrip("/"),
        "my_day": absolute(reverse("followups:my-day")),
        "habits": absolute(reverse("followups:habits")),
    }
    return {
        "subject": digest_subject(day, notices),
        "text": render_to_string("followups/email/digest.txt", context),
        "html": render_to_string("followups/email/digest.html", context),
    }


def digest_subject(day, notices):
    if day and (day.overdue.count or day.today.count):
        counts = {"overdue": formats.number(day.overdue.count), "today": formats.number(day.today.count)}
        return _("Your day: %(overdue)s overdue, %(today)s for today") % counts
    return ngettext("%(count)s notice", "%(count)s notices", len(notices)) % {"count": formats.number(len(notices))}


def when_words(follow_up):
    """When it is due, as “Today 15:00” or “Tue 24 Nov”, in the active zone."""
    if follow_up.any_time:
        return formats.due(follow_up.due_at)[1]
    return formats.moment(follow_up.due_at)


def value_words(deal):
    """The deal's value in its own currency, empty when it has none."""
    return formats.money(deal.amount, deal.currency) if deal and deal.amount else ""


def zone_words(user):
    """A time zone by its city: “Europe/Berlin” as “Berlin time”."""
    return _("%(city)s time") % {"city": user.time_zone.rpartition("/")[2].replace("_", " ")}


def page_of(follow_up):
    """The page where this follow-up is worked: its deal's, else its lead's."""
    if follow_up.deal_id:
        return reverse("pipeline:deal", args=[follow_up.deal_id])
    return reverse("leads:lead", args=[follow_up.lead_id])


def absolute(path):
    return settings.BASE_URL.rstrip("/") + path
