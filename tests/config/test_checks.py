import os
import subprocess
import sys

import pytest

from config import checks
from config.stack.preparation import ROOT

GOOD = {
    "SAMPLE_MODE": False,
    "DEBUG": False,
    "SECRET_KEY": "tQ9v-Lw2xZ7_rBk4nYc8sHd1mGf6jPe3aUi5oTq0vXz9wRy2bNl7",
    "BASE_URL": "https://kariz.acme.test",
    "ALLOWED_HOSTS": ["kariz.acme.test"],
}
SERVICES = {
    "web": ["gunicorn", "-c", "config/gunicorn.py", "--bind", "127.0.0.1:0", "config.wsgi"],
    "live": ["uvicorn", "config.live:app", "--port", "0"],
    "worker": ["celery", "-A", "config.celery", "worker"],
    "beat": ["celery", "-A", "config.celery", "beat", "--pidfile="],
}


@pytest.fixture
def production(settings, monkeypatch):
    for name, value in GOOD.items():
        setattr(settings, name, value)
    elsewhere = settings.DATABASES["default"] | {"HOST": "db", "PASSWORD": "2f6b9d0c"}
    monkeypatch.setitem(settings.DATABASES, "default", elsewhere)  # the dictionary itself outlives the test
    return settings


def test_good_settings_may_start(production):
    assert checks.reasons() == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "", "SECRET_KEY is missing"),
        ("SECRET_KEY", "short", "easy to guess"),
        ("SECRET_KEY", "k" * 60, "easy to guess"),
        ("SECRET_KEY", "django-insecure-" + GOOD["SECRET_KEY"], "stands in documents"),
        ("DEBUG", True, "DEBUG is on"),
        ("ALLOWED_HOSTS", ["*"], "ALLOWED_HOSTS has “*”"),
        ("ALLOWED_HOSTS", ["other.test"], "does not name the host of BASE_URL"),
        ("BASE_URL", "http://kariz.acme.test", "must begin with https://"),
    ],
)
def test_each_unsafe_setting_is_one_reason(production, name, value, words):
    setattr(production, name, value)
    assert [words in reason for reason in checks.reasons()] == [True]


def test_a_default_database_password_is_refused(production):
    production.DATABASES["default"] |= {"PASSWORD": "postgres"}
    assert checks.reasons() == ["The password in DATABASE_URL is missing or a default one."]


def test_sample_mode_serves_this_machine_alone(settings):
    settings.SAMPLE_MODE, settings.ALLOWED_HOSTS = True, ["127.0.0.1", "localhost"]
    assert checks.reasons() == []
    settings.ALLOWED_HOSTS = ["kariz.acme.test"]
    assert [reason[:20] for reason in checks.reasons()] == ["KARIZ_MODE is sample"]


@pytest.mark.django_db(transaction=True)
def test_sample_people_keep_production_from_starting(production, django_user_model):
    assert checks.sample_people() == []
    django_user_model.objects.create_user("kim@sample.test", name="Kim", is_sample=True)
    assert checks.sample_people() == ["The database has 1 sample users, whom anybody can be: remove the sample data."]


def test_every_service_refuses_with_code_78_and_all_reasons(tmp_path):
    unsafe = {"KARIZ_MODE": "production", "SECRET_KEY": "", "DEBUG": "1", "KARIZ_DATA": str(tmp_path)}
    running = {
        name: subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=os.environ | unsafe,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name, command in SERVICES.items()
    }
    said = {name: process.communicate(timeout=180)[1] for name, process in running.items()}
    assert {name: process.returncode for name, process in running.items()} == dict.fromkeys(SERVICES, 78), said
    for text in said.values():
        assert "SECRET_KEY is missing" in text
        assert "DEBUG is on" in text
        assert "must begin with https://" in text
