"""Houses that write down what ended."""

import pytest

from reports.ended import actions


@pytest.fixture
def many_stays(monkeypatch):
    """A house that has as many stays as it takes."""
    monkeypatch.setattr(actions, "has_many_stays", lambda: True)
