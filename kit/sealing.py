"""Words that may lie in the database and be read by nobody there: sealed with a key made from the SECRET_KEY.

A text carries what is sealed as one long word, and is opened as it leaves. Each seal names its place, such as the
receiver of a mail: the same word in any other place stays closed, so nobody opens what they copied from a dump.
"""

import base64
import os
import re
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12
SEALED = re.compile(r"kariz-sealed-([A-Za-z0-9_-]+)\.")


class SealBroken(Exception):
    """What was sealed belongs to another place or another SECRET_KEY."""

    def __init__(self):
        super().__init__("What was sealed for this text cannot be opened: the SECRET_KEY was changed meanwhile.")


def place_of_mail(receivers):
    """Where what is sealed for the receivers of a mail can be opened."""
    return f"mail to {' '.join(sorted(address.lower() for address in receivers))}"


def sealed(words, place):
    """One word that stands for these words in the texts of a place."""
    nonce = os.urandom(NONCE)
    closed = nonce + AESGCM(house_key(settings.SECRET_KEY)).encrypt(nonce, words.encode(), place.encode())
    return f"kariz-sealed-{base64.urlsafe_b64encode(closed).rstrip(b'=').decode()}."


def opened(text, place):
    """The text of a place with everything in it that is sealed; SealBroken where that cannot be."""
    return SEALED.sub(lambda found: open_word(found[1], place), text)


def hushed(text):
    """The text without what was sealed in it."""
    return SEALED.sub("…", text)


def open_word(word, place):
    try:
        closed = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
        return AESGCM(house_key(settings.SECRET_KEY)).decrypt(closed[:NONCE], closed[NONCE:], place.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error


@cache
def house_key(secret):
    return HKDF(hashes.SHA256(), 32, None, b"kariz.sealing").derive(secret.encode())
