"""The mails that bring a version to its people, each with a link of their own."""

from email.utils import formataddr, parseaddr

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import pgettext

from kit.sealing import place_of_mail, sealed
from proposals.gaps import fill_plain, known_in
from proposals.links.actions import give_link
from timeline.outgoing import queue_email


def put_on_their_way(version, people, *, by, event):
    """Queue one mail for each person, in the language of the proposal and in the caller's transaction."""
    with translation.override(version.language):
        for person in people:
            write_to(person, version, by=by, event=event)


def write_to(person, version, *, by, event):
    link = sealed(give_link(version, person, by=by), place_of_mail([person.email]))
    context = {"version": version, "person": person, "by": by, "link": link, "words": words_for(version, person)}
    queue_email(
        key=f"proposal:{version.pk}:{person.pk}",
        to=person.email,
        subject=pgettext("paper", "Proposal: %(title)s") % {"title": version.title},
        text=render_to_string("proposals/email/proposal.txt", context),
        html=render_to_string("proposals/email/proposal.html", context),
        event=event,
        reply_to=[by.email],
        **{"from": formataddr((by.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))},
    )


def words_for(version, person):
    """The message somebody wrote, or a friendly one, with its gaps filled for this person."""
    words = version.message.strip() or pgettext(
        "paper",
        "Hello {contact},\n\nhere is our proposal “{title}”. On its page you can read it, choose options, "
        "ask questions and accept it. It is valid to {valid_until}.",
    )
    return fill_plain(words, known_in(version, person))
