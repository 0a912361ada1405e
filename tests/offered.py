"""A proposal that was accepted, with the link and the question of its buyer, for the walk through all URLs."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from leads.models import Contact
from proposals.models import Answer, ExpiryReminder, Link, Proposal, Question, Version


def offered(owner, deal, mark):
    """`offered` (the version), `buyer_link` and `buyer_question`, each bearing the mark."""
    now = timezone.now()
    proposal = Proposal.objects.create(deal=deal, number=f"P-{mark}"[:20], created_by=owner)
    facts = {"title": f"{mark} offer", "currency": "EUR", "valid_until": now.date() + timedelta(days=9)}
    version = Version.objects.create(
        proposal=proposal, number=1, state="accepted", sent_at=now, prepared_by=owner, **facts
    )
    buyer = Contact.objects.create(name=f"{mark} Kari", email="kari@mirabilis.example", owner=owner)
    link = Link.objects.create(version=version, contact=buyer, expires_at=now + timedelta(days=9), given_by=owner)
    answer = {"kind": "accepted", "name": mark, "statement": "{}", "statement_hash": "0" * 64, "currency": "EUR"}
    Answer.objects.create(version=version, proposal=proposal, link=link, **answer)
    question = Question.objects.create(link=link, operation=uuid4(), text=f"{mark}?")
    return {"offered": version, "buyer_link": link, "buyer_question": question}


def remind_soon(link, days):
    """A reminder of this link that is due; its id."""
    due_at = timezone.now() - timedelta(minutes=1)
    return ExpiryReminder.objects.create(link=link, days=days, due_at=due_at).pk
