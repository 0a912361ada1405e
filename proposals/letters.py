"""The mails that bring a version to its people, each with a link of their own."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import pgettext

from kit.sealing import place_of_mail, sealed
from proposals.gaps import fill_plain, known_in
from proposals.links.actions import give_link, new_address
from proposals.mailing import mail_buyer
from proposals.models import LinkKey

REMINDER = "Hello {contact},\n\nour proposal “{title}” waits for your answer. It is valid to {valid_until}."


def put_on_their_way(version, people, *, by, event):
    """Queue one mail for each person, in the language of the proposal and in the caller's transaction."""
    with translation.override(version.language):
        for person in people:
            write_to(person, version, by=by, event=event)


def write_to(person, version, *, by, event):
    words = words_for(version, person)
    queue(person, version, give_link(version, person, by=by), words, "proposal", by, event)


def remind_of(link, *, by, event):
    """Queue a friendly word about a proposal that waits for an answer, with a fresh address of its link."""
    version, person = link.version, link.contact
    with translation.override(version.language):
        words = fill_plain(pgettext("paper", REMINDER), known_in(version, person))
        queue(person, version, new_address(link, LinkKey.Use.REMINDER), words, f"word:{event.pk}", by, event)


def queue(person, version, address, words, what, by, event):
    link = sealed(address, place_of_mail([person.email]))
    context = {"version": version, "person": person, "by": by, "link": link, "words": words}
    mail_buyer(
        person,
        version,
        what,
        by=by,
        event=event,
        subject=pgettext("paper", "Proposal: %(title)s") % {"title": version.title},
        text=render_to_string("proposals/email/proposal.txt", context),
        html=render_to_string("proposals/email/proposal.html", context),
    )


def words_for(version, person):
    """The message somebody wrote, or a friendly one, with its gaps filled for this person."""
    words = version.message.strip() or pgettext(
        "paper",
        "Hello {contact},\n\nhere is our proposal “{title}”. On its page you can read it, choose options, "
        "ask questions and accept it. It is valid to {valid_until}.",
    )
    return fill_plain(words, known_in(version, person))
