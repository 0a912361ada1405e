"""Telling another program as an act of a rule."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followups.models import WebhookEndpoint
from followups.rules.acts import Act, register
from followups.webhooks.carrying import queue_webhook

PAGES = {"deal": "pipeline:deal", "lead": "leads:lead"}


def tell_outside(running, given):
    """Queue what happened for an address; it leaves when the outbox sends."""
    endpoint = WebhookEndpoint.objects.filter(pk=given["endpoint"]).first()
    if endpoint is None or not endpoint.is_on:
        raise ValidationError(_("The address is switched off."))
    queue_webhook(endpoint, key=running.key, kind=running.rule.trigger, data=data_of(running), event=running.event)


def data_of(running):
    """What the other side learns: the record, its standing, what happened, and the rule that tells it."""
    record, about = running.record, running.rule.about
    page = settings.BASE_URL + reverse(PAGES[about], args=[record.pk])
    said = deal_data(record) if about == "deal" else lead_data(record)
    return {
        about: said | {"id": record.pk, "url": page, "owner": record.owner and record.owner.email},
        "rule": {"id": running.rule.pk, "name": running.rule.name},
        "changes": running.event.changes if running.event else {},
        "happened_at": running.moment.isoformat(),
    }


def deal_data(deal):
    return {
        "title": deal.title,
        "stage": {"id": deal.stage_id, "name": deal.stage.name},
        "pipeline": {"id": deal.pipeline_id, "name": deal.pipeline.name},
        "status": deal.status,
        "amount": str(deal.amount),
        "currency": deal.currency,
        "company": deal.company and deal.company.name,
    }


def lead_data(lead):
    label = lead.label and lead.label.name
    return {"name": lead.name, "email": lead.email, "status": lead.status, "score": lead.score, "label": label}


TELL = gettext_lazy("tell the program %(endpoint)s")
register(Act("webhook", TELL, tell_outside, asks=("endpoint",), label=gettext_lazy("tell another program")))
