"""Letters count as turning to a lead once they have left for good, and answers as answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from followups.mail.addresses import reply_address
from followups.mail.filing import take_in
from followups.mail.sending import withdraw_letter, write_letter
from pipeline.models import Deal
from tests.followups.mail.letters import raw_mail

pytestmark = pytest.mark.django_db(transaction=True)
LISTENER = "letters and leads"


@pytest.fixture(autouse=True)
def begin_at_the_end(hear):
    hear(LISTENER)
    hear("touch")


def write(about, by):
    return write_letter(about, to="mwana@dar.example", subject="Hello", body="Hi", by=by)


def test_a_lead_that_was_written_to_has_been_turned_to(lead, cast, hear):
    withdraw_letter(write(lead, cast.alice), by=cast.alice)
    hear(LISTENER)
    lead.refresh_from_db()
    assert (lead.first_response_at, lead.unanswered_touches, lead.status) == (None, 0, "new")
    write(lead, cast.alice)
    for _time in range(2):
        hear(LISTENER)
    lead.refresh_from_db()
    assert (lead.first_response_at is not None, lead.unanswered_touches, lead.status) == (True, 1, "working")


def test_a_lead_that_answered_is_worked(lead, cast, hear):
    take_in(raw_mail("mwana@dar.example", reply_address(lead)))
    hear(LISTENER)
    lead.refresh_from_db()
    assert (lead.status, lead.unanswered_touches, lead.answered_at is not None) == ("working", 0, True)


def test_a_lead_that_is_away_has_not_answered(lead, hear):
    take_in(raw_mail("mwana@dar.example", reply_address(lead), Auto_Submitted="auto-replied"))
    hear(LISTENER)
    lead.refresh_from_db()
    assert (lead.status, lead.answered_at) == ("new", None)


def test_a_letter_is_care_for_a_deal(deal, cast, hear):
    Deal.objects.update(touched_at=timezone.now() - timedelta(days=9))
    write(deal, cast.alice)
    hear("touch")
    deal.refresh_from_db()
    assert timezone.now() - deal.touched_at < timedelta(minutes=1)
