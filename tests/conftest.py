import pytest
from django.conf import settings


def pytest_configure(config) -> None:
    # Pages under test name their static files plainly: no manifest has been collected.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


@pytest.fixture(autouse=True)
def empty_cache():
    """Each test starts with an empty cache, so that no count of tries or page leaks from one to the next."""
    from django.core.cache import cache

    cache.clear()
