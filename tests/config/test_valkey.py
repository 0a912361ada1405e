import pytest
import redis

from config.stack.valkey import Valkey


@pytest.fixture
def server(tmp_path):
    server = Valkey(tmp_path / "My “data” é" / "valkey", log=tmp_path / "valkey.log", password="word")
    yield server
    server.stop()


def test_what_was_written_is_there_after_a_restart(server):
    server.start()
    with redis.Redis.from_url(server.url) as client:
        client.set("deal", "7")
    server.stop()
    server.start()
    with redis.Redis.from_url(server.url) as client:
        assert client.get("deal") == b"7"


def test_a_stranger_without_the_password_is_refused(server):
    server.start()
    with redis.Redis(port=server.port) as client, pytest.raises(redis.AuthenticationError):
        client.ping()
