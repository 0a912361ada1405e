"""Raw mail for tests, as programs write it."""

from email.message import EmailMessage


def raw_mail(sender="kari@nordkyst.example", to="x@y.example", subject="Re: Offer", text="Yes, please.", **heads):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = heads.pop("message_id", f"<{abs(hash((sender, subject, text)))}@there>")
    files, marked = heads.pop("files", ()), heads.pop("html", "")
    for name, value in heads.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    if marked:
        mail.add_alternative(marked, subtype="html")
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


REPORT = """From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered Mail
Message-ID: <report@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

It did not arrive.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; kari@nordkyst.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such user here

--x
Content-Type: {kind}

From: alice@tamar.example
Message-ID: <{message_id}>
Subject: Offer

--x--
"""


def report_of(letter, *, action="failed", kind="message/rfc822", to="kariz@in.tamar.example"):
    return REPORT.format(message_id=letter.message_id, action=action, kind=kind, to=to).encode()
