"""How mail leaves and comes in, as the environment says it; nonsense is refused at start."""

import environ
import pytest
from django.core import mail

from config.mailing import inbound, mailer


class Given(environ.Env):
    """An environment of its own."""

    def __init__(self, **said):
        super().__init__()
        self.ENVIRON = said


def test_sample_mode_keeps_mail_in_the_house():
    assert mailer(Given(SMTP_HOST="mx"), is_sample=True) == {"BACKEND": "timeline.mail.MailboxBackend"}


def test_a_mail_server_is_the_usual_way():
    made = mailer(Given(SMTP_HOST="mx.example", SMTP_TLS="true"), is_sample=False)
    assert made["BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (made["OPTIONS"]["host"], made["OPTIONS"]["use_tls"]) == ("mx.example", True)


def test_a_provider_is_known_by_its_name(settings):
    made = mailer(Given(MAIL_PROVIDER="postmark", MAIL_OPTIONS='{"server_token": "t"}'), is_sample=False)
    settings.MAILERS = {"default": made}
    backend = mail.mailers.default
    assert (type(backend).__module__, backend.server_token) == ("anymail.backends.postmark", "t")


@pytest.mark.parametrize("name", ["../x", "Postmark!", "os.system"])
def test_a_provider_with_another_name_is_refused(name):
    with pytest.raises(ValueError, match="MAIL_PROVIDER"):
        mailer(Given(MAIL_PROVIDER=name), is_sample=False)


@pytest.mark.parametrize(
    "address", ["kariz@example.com", "{token}", "a b{token}@x.example", "{token}{token}@x.example"]
)
def test_an_address_has_one_place_for_the_token(address):
    with pytest.raises(ValueError, match="INBOUND_ADDRESS"):
        inbound(Given(INBOUND_ADDRESS=address))


@pytest.mark.parametrize("address", ["Kariz+{token}@in.example.com", "{token}@example.com", ""])
def test_an_address_or_none_is_taken(address):
    assert inbound(Given(INBOUND_ADDRESS=address))["address"] == address.lower()


def test_a_secret_is_no_word():
    with pytest.raises(ValueError, match="INBOUND_SECRET"):
        inbound(Given(INBOUND_SECRET="guess"))
