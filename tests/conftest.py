import pytest
from django.conf import settings

PLUGINS = ("cast", "world", "board", "web", "fields", "postbox", "imap", "listening")
pytest_plugins = [f"tests.{name}" for name in PLUGINS]


def pytest_configure(config) -> None:
    # Pages under test name their static files plainly: no manifest has been collected.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    # A busy machine makes reports slow; only the tests of keeping want them kept.
    settings.REPORTS_KEPT_FROM_SECONDS = 3600
    # Argon2 is slow on purpose; the cast signs in hundreds of times.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def empty_cache():
    """Each test starts with an empty cache, so that no count of tries or page leaks from one to the next."""
    from django.core.cache import cache

    cache.clear()
