"""What is written to buyer and seller once a proposal is accepted, and to the buyer who asked something."""

from base64 import b64encode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import pgettext

from accounts.middleware import zone_of
from kit.documents import exact_money
from kit.sealing import place_of_mail, sealed
from proposals.links.actions import new_address
from proposals.mailing import from_whom, mail_buyer
from proposals.models import LinkKey
from timeline.outgoing import queue_email


def send_copies(answer, paper):
    """Send the signed paper to whoever signed and to whoever sold, each in their language; once each."""
    buyer, seller = answer.link.contact, answer.proposal.deal.owner
    if buyer.email:
        with translation.override(answer.language or answer.version.language):
            link = sealed_address(answer.link, buyer.email)
            words = pgettext("paper", "Thank you. You accepted “%(title)s” for %(total)s.") % facts_of(answer)
            send_copy(
                answer,
                paper,
                buyer.email,
                pgettext("paper", "Signed: %(title)s") % facts_of(answer),
                words,
                link,
                seller,
            )
    with translation.override(seller.language), timezone.override(zone_of(seller)):
        words = pgettext("paper", "%(name)s accepted %(number)s, “%(title)s”, for %(total)s.") % facts_of(answer)
        subject = pgettext("paper", "Accepted: %(title)s") % facts_of(answer)
        page = settings.BASE_URL.rstrip("/") + reverse("pipeline:deal", args=[answer.proposal.deal_id])
        send_copy(answer, paper, seller.email, subject, words, page, None)


def send_copy(answer, paper, to, subject, words, link, sender):
    more = from_whom(sender) if sender else {}
    copy = (
        pgettext("paper", "The signed copy is attached.")
        if paper
        else pgettext("paper", "The certificate stands on the page below.")
    )
    queue_email(
        key=f"offer-signed:{answer.pk}:{'buyer' if sender else 'seller'}",
        to=to,
        subject=subject,
        text="\n\n".join([words, copy, link]),
        files=[file_of(answer, paper)] if paper else (),
        **more,
    )


def facts_of(answer):
    return {
        "name": answer.name,
        "title": answer.version.title,
        "number": answer.proposal.number,
        "total": exact_money(answer.gross, answer.currency),
    }


def file_of(answer, paper):
    name = f"{answer.proposal.number}-v{answer.version.number}-signed.pdf"
    return {"name": name, "type": "application/pdf", "base64": b64encode(bytes(paper.content)).decode()}


def sealed_address(link, email, use=LinkKey.Use.MAIL):
    """A new address of a link as the mail to this buyer carries it: nobody reads it before it leaves."""
    return sealed(new_address(link, use), place_of_mail([email]))


def send_reply(question, *, by, event):
    """Send what was written back to a question."""
    buyer, version = question.link.contact, question.link.version
    with translation.override(version.language):
        asked = "\n".join(f"> {line}" for line in question.text.splitlines())
        mail_buyer(
            buyer,
            version,
            f"reply:{question.pk}",
            by=by,
            event=event,
            subject=pgettext("paper", "Your question about %(title)s") % {"title": version.title},
            text="\n\n".join([question.reply, asked, sealed_address(question.link, buyer.email)]),
        )
