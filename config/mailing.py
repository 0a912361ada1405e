"""How mail leaves and comes in, as the environment says it; nonsense is refused at start."""

import json
import re

SMTP = "django.core.mail.backends.smtp.EmailBackend"
KEPT = "timeline.mail.MailboxBackend"
TOKEN = "{token}"  # noqa: S105 - a place in an address, no secret


def mailer(env, *, is_sample):
    """The MAILERS entry: the mailbox of sample mode, a provider that anymail knows by name, else a mail server."""
    if is_sample:
        return {"BACKEND": KEPT}
    if provider := env.str("MAIL_PROVIDER", ""):
        options = {"ignore_unsupported_features": True} | json.loads(env.str("MAIL_OPTIONS", "") or "{}")
        return {"BACKEND": f"anymail.backends.{known(provider)}.EmailBackend", "OPTIONS": options}
    return {
        "BACKEND": SMTP,
        "OPTIONS": {
            "host": env.str("SMTP_HOST", "localhost"),
            "port": env.int("SMTP_PORT", 25),
            "username": env.str("SMTP_USER", ""),
            "password": env.str("SMTP_PASSWORD", ""),
            "use_tls": env.bool("SMTP_TLS", False),
            "timeout": 10,
        },
    }


def known(provider):
    if not re.fullmatch(r"[a-z_]{2,40}", provider):
        raise ValueError(
            f"MAIL_PROVIDER is “{provider}”: write a name anymail knows, such as postmark, or leave it out."
        )
    return provider


def inbound(env):
    """What Kariz reads: `address` with {token} in it, the mailbox, and the secret of the webhook; all may be empty."""
    return {
        "address": with_token(env.str("INBOUND_ADDRESS", "")),
        "secret": long_enough(env.str("INBOUND_SECRET", "")),
        "checked_by": env.str("INBOUND_CHECKED_BY", "").lower(),  # the server whose Authentication-Results count
        "host": env.str("IMAP_HOST", ""),
        "port": env.int("IMAP_PORT", 993),
        "user": env.str("IMAP_USER", ""),
        "password": env.str("IMAP_PASSWORD", ""),
        "folder": env.str("IMAP_FOLDER", "INBOX"),
        "done_folder": env.str("IMAP_DONE_FOLDER", ""),
        "use_tls": env.bool("IMAP_TLS", True),
    }


def with_token(address):
    if address and not re.fullmatch(r"[a-z0-9.+_-]*\{token\}[a-z0-9._-]*@[a-z0-9.-]+", address.lower()):
        raise ValueError(
            f"INBOUND_ADDRESS is “{address}”: write one address with {TOKEN} in it, like kariz+{TOKEN}@example.com."
        )
    return address.lower()


def long_enough(secret):
    if secret and len(secret) < 24:
        raise ValueError("INBOUND_SECRET is too short: generate one with “openssl rand -base64 32”.")
    return secret
