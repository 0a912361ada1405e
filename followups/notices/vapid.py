"""Who we are to the push services of browsers (VAPID, RFC 8292), and the words only one browser can read (RFC 8291).

The key of the house is made from its SECRET_KEY, so every process has the same one and no database, dump or file holds
it. With another SECRET_KEY the house is somebody else to the browsers: they have to be asked again.
"""

import base64
import json
import os
import struct
import time
from email.utils import parseaddr
from functools import cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
LIFE_SECONDS = 12 * 3600
RECORD = 4096
LAST_RECORD = b"\x02"


def server_key():
    """The public key of the house, as a browser wants it."""
    return spelt(point_of(house_key(settings.SECRET_KEY).public_key()))


@cache
def house_key(secret):
    seed = derived(secret.encode(), None, b"kariz.vapid", 48)
    return ec.derive_private_key(int.from_bytes(seed) % (ORDER - 1) + 1, CURVE)


def authorization(endpoint):
    """The header that says who asks the push service of this endpoint."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int(time.time()) + LIFE_SECONDS, "sub": contact()}
    signed = ".".join(spelt(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(house_key(settings.SECRET_KEY).sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    signature = spelt(r.to_bytes(32) + s.to_bytes(32))
    return f"vapid t={signed}.{signature}, k={server_key()}"


def contact():
    """Where the makers of browsers find us."""
    if settings.BASE_URL.startswith("https://"):
        return settings.BASE_URL
    return f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"


def sealed(words, subscription):
    """Bytes that only the browser of this subscription can read (aes128gcm, one record)."""
    salt, ours = os.urandom(16), ec.generate_private_key(CURVE)
    theirs = read_point(subscription.p256dh)
    our_point = point_of(ours.public_key())
    shared = ours.exchange(ec.ECDH(), theirs)
    both = b"WebPush: info\0" + point_of(theirs) + our_point
    secret = derived(shared, read(subscription.auth), both, 32)
    key = derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    body = AESGCM(key).encrypt(nonce, words + LAST_RECORD, None)
    return salt + struct.pack("!IB", RECORD, len(our_point)) + our_point + body


def derived(secret, salt, info, length):
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def read_point(said):
    """The public key a browser gave; ValueError where it is none."""
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, read(said))


def point_of(key):
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def spelt(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def read(said):
    """What `spelt` wrote; ValueError where it is nothing of the kind."""
    return base64.b64decode(said + "=" * (-len(said) % 4), altchars=b"-_", validate=True)
