"""What hung on the mails of the sample mailbox: told by what left, for the mailbox keeps words alone."""

from uuid import UUID

from timeline import above
from timeline.models import Outgoing


def payloads_of(letters):
    """{Message-ID: payload} of the mails that are known to have left as these."""
    keys = {key_of(letter): letter.message_id for letter in letters}
    keys.pop(None, None)
    return {keys[key]: payload for key, payload in payloads_by(list(keys))}


def payloads_by(keys):
    return Outgoing.objects.filter(message_id__in=keys).values_list("message_id", "payload") if keys else []


def key_of(letter):
    try:
        return UUID(letter.message_id.strip("<>").partition("@")[0])
    except ValueError:
        return None


def has_files(payload):
    return bool(payload.get("files") or payload.get("attachments"))


def files_of(letter):
    """The names of the files that left with a mail of the mailbox."""
    payload = payloads_of([letter]).get(letter.message_id, {})
    kept = above.attachments(payload.get("attachments", []))
    return [file["name"] for file in payload.get("files", [])] + [name for name, _content, _kind in kept]


def with_files(letters):
    """[(letter, whether files left with it)]."""
    payloads = payloads_of(letters)
    return [(letter, has_files(payloads.get(letter.message_id, {}))) for letter in letters]
