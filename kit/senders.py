"""Who sends, as far as one must know to count: a keyed hash of an address, of IPv6 the /64 a house is given."""

import hashlib
import ipaddress

from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "leads.capture.address"


def address_hash(request):
    """The sender's address, so that it can be counted and not be read."""
    return salted_hmac(SALT, network_of(address_of(request)), algorithm="sha256").hexdigest()


def address_of(request):
    """The address our outermost proxy saw; what a sender claims about itself is believed nowhere else."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(passed) >= proxies and passed[-proxies]:
        return passed[-proxies]
    return request.META.get("REMOTE_ADDR", "")


def network_of(said):
    """“203.0.113.7” as itself, “2001:db8::7” as “2001:db8::/64”; what is no address counts as one."""
    try:
        address = ipaddress.ip_address(said.strip("[]").partition("%")[0])
    except ValueError:
        return ""
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))


def hash_of(token):
    return hashlib.sha256(token.encode()).hexdigest()
