import json
import subprocess

import pytest

from tests.faults.house import House
from tests.followups.conftest import deal, demo, kinds, make_deal, works_every_day  # noqa: F401 (fixtures)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """The files of a prepared house, made once without care for a loss of power, and what names its records."""
    house = House(tmp_path_factory.mktemp("prepared"))
    house.postgres.durable = False
    house.open()
    known = json.loads(house.do("prepare"))
    house.close()
    return house.postgres.home, known


@pytest.fixture
def house(prepared, tmp_path):
    """A prepared house without workers yet: `house.hire("worker")`, `house.hire("beat")`, `house.hire("web")`."""
    house = House(tmp_path)
    files, house.known = prepared
    subprocess.run(["cp", "-a", files, house.postgres.home], check=True)
    house.open()
    yield house
    house.close()
