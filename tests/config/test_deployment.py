"""The compose file and the image describe the services the local stack runs, safely."""

import os
import re
import subprocess
import sys

import pytest
import yaml

from config.stack.preparation import ROOT

OURS = {"prepare", "web", "live", "worker", "beat"}


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def test_every_part_is_there(services):
    assert set(services) == OURS | {"postgres", "valkey"}


def test_every_lasting_service_has_a_health_check(services):
    assert [name for name, service in services.items() if "healthcheck" not in service] == ["prepare"]


def test_our_services_share_one_locked_down_image(services):
    for name in OURS:
        service = services[name]
        assert (service["image"], service["read_only"], service["cap_drop"]) == ("kariz", True, ["ALL"])
        assert service["environment"]["KARIZ_MODE"] == "production"


def test_web_and_worker_can_be_scaled(services):
    assert [name for name, service in services.items() if "container_name" in service] == []
    for port in (port for service in services.values() for port in service.get("ports", [])):
        assert re.fullmatch(r"127\.0\.0\.1:\d+-\d+:8000", port)


def test_the_database_reads_as_in_the_local_stack(services):
    command = services["postgres"]["command"]
    assert "io_method=sync" in command
    assert [re.fullmatch(r"shared_buffers=\$\{POSTGRES_MEMORY:-\d+MB\}", part) for part in command].count(None) == 4


def test_no_secret_stands_in_the_file(services):
    for service in services.values():
        for name, value in service.get("environment", {}).items():
            if re.search("SECRET|PASSWORD|AUTH", name):
                assert value.startswith("${"), name


def test_the_image_does_not_run_as_root():
    assert re.findall(r"^USER (.+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE) == ["kariz"]


def test_sign_in_limits_count_the_browsers_behind_our_proxies():
    code = "from config import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"
    told = {**os.environ, "TRUSTED_PROXIES": "2"}
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=told, capture_output=True, text=True, check=True)
    assert said.stdout == "2\n"
