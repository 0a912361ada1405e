"""Who sends, as far as one must know to count."""

from kit.senders import address_hash, address_of, hash_of, network_of

__all__ = ["address_hash", "address_of", "hash_of", "network_of"]
