"""What exactly is signed, as one text that anybody can write down again and hash."""

import hashlib
import json

from proposals.gaps import company_in, known_in

FORM = "kariz.acceptance.1"


def statement_of(chosen, paper, link, signatory):
    """What somebody says by accepting: this version, by the fingerprint of its PDF, with these lines and totals."""
    version, totals = chosen.version, chosen.totals
    known = known_in(version, link.contact)
    said = {
        "form": FORM,
        "proposal": version.proposal.number,
        "version": version.number,
        "pdf_sha256": paper.sha256 if paper else "",
        "title": version.title,
        "for": {"contact": known["contact"], "company": company_in(known)},
        "currency": version.currency,
        "lines": [line_said(row) for row in chosen.taken],
        "subtotal": str(totals.subtotal),
        "discount": str(totals.discount),
        "net": str(totals.net),
        "taxes": {str(rate): str(tax) for rate, tax in totals.taxes.items()},
        "gross": str(totals.gross),
        "signed_by": {"name": signatory["name"], "title": signatory["title"], "way": signatory["way"]},
        "signature_sha256": hashlib.sha256(signatory["signature"].encode()).hexdigest(),
        "may_sign": True,
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def line_said(row):
    line = row.line
    return {"name": line.name, "quantity": str(line.quantity), "price": str(line.price), "amount": str(row.amount)}


def hash_of_statement(statement):
    """The SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(statement.encode()).hexdigest()
