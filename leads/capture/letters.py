"""What is written to whoever sent a form: the answer, and the question whether it was really they."""

import re
from unicodedata import category, normalize

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.queries import company_name
from leads.capture.mailboxes import letter_key, may_write_to
from timeline.outgoing import queue_email

PLACES = ("name", "first_name", "company", "workspace")
ADDRESSES = re.compile(r"https?:|www\.|[/@<>]|\.\w{2,}")


def reply(submission, event):
    """Answer at once by the form's letter; one address hears from one form once a day, and not too often from all."""
    form, to = submission.form, submission.answers.get("email")
    if to and form.reply_subject and form.reply_text and may_write_to(to):
        words = words_for(submission)
        key = letter_key(to, f"reply:{form.pk}:{timezone.now():%Y-%m-%d}")
        queue_email(
            key=key, to=to, subject=on_one_line(filled(form.reply_subject, words)),
            text=filled(form.reply_text, words), event=event,
        )  # fmt: skip


def ask_to_confirm(submission, token):
    """Ask by mail whether it was they who sent the form; the link is said only here.

    A mailbox that has got too many letters is not written to, and nobody is told so.
    """
    form, words, to = submission.form, words_for(submission), submission.answers["email"]
    if not may_write_to(to):
        return
    link = settings.BASE_URL.rstrip("/") + reverse("leads:form-confirm", args=[token])
    text = filled(form.confirm_text, words | {"link": link})
    queue_email(
        key=letter_key(to, f"confirm:{submission.pk}"),
        to=to,
        subject=on_one_line(filled(form.confirm_subject, words)),
        text=text if link in text else f"{text}\n\n{link}",
    )


def words_for(submission):
    """What may stand in a letter; a name that carries an address is a trick, and is left out."""
    answers = submission.answers
    with override(submission.form.language):
        name, somebody = harmless(answers.get("name", "")), _("there")
    words = {"name": name or somebody, "first_name": name.split(" ")[0] if name else somebody}
    return words | {"company": harmless(answers.get("company_name", "")), "workspace": company_name()}


def harmless(said):
    said = on_one_line(said)[:80]
    return "" if ADDRESSES.search(as_mail_programs_read(said)) else said


def as_mail_programs_read(said):
    """Wide letters and dots as plain ones, what nobody sees left out: “evil．com” and “evil。com” are addresses too."""
    plain = normalize("NFKC", said).replace("。", ".")
    return "".join(letter for letter in plain if category(letter) != "Cf")


def filled(text, words):
    """The letter with {name} and its like written in; any other brace stays as it is."""
    return re.sub(r"\{(\w+)\}", lambda place: words.get(place[1], place[0]), text)


def on_one_line(text):
    return " ".join(text.split())
