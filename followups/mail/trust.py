"""Whether a mail is from whom it says: what the receiving server found out, if it says so."""

import re

from django.conf import settings

VERDICT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*(\w+)", re.IGNORECASE)


def is_forged(mail):
    """Whether the server that took it in says its sender is not who it claims to be.

    Only the first such head counts, and only of our own server where we know its name: anybody may write more of them.
    """
    found = verdicts(mail)
    if "dmarc" in found:
        return found["dmarc"] not in ("pass", "bestguesspass", "none")
    return found.get("dkim") != "pass" and found.get("spf") in ("fail", "softfail")


def is_proven(mail):
    """Whether that server says its sender is who it claims to be; where it says nothing, nothing is proven."""
    found = verdicts(mail)
    return not is_forged(mail) and "pass" in (found.get("dmarc"), found.get("dkim"), found.get("spf"))


def verdicts(mail):
    """{check: result} of the head that counts."""
    ours = settings.INBOUND["checked_by"]
    for check in mail.checks[:1] if not ours else mail.checks:
        server = check.strip().partition(";")[0].split()
        if not ours or (server and server[0].lower() == ours):
            return {name.lower(): result.lower() for name, result in reversed(VERDICT.findall(check))}
    return {}
