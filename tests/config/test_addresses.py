import pytest

from config.addresses import cache_address


@pytest.mark.parametrize(
    ("broker", "cache"),
    [
        ("redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/1"),
        ("rediss://:secret@valkey:6380", "rediss://:secret@valkey:6380/1"),
        ("redis+socket://:secret@/tmp/a b/valkey.sock?virtual_host=0", "unix://:secret@/tmp/a b/valkey.sock?db=1"),
    ],
)
def test_the_cache_has_a_database_of_its_own(broker, cache):
    assert cache_address(broker) == cache
