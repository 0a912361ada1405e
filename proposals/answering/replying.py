"""Writing back to what a buyer asked."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from proposals.answering.letters import send_reply
from proposals.links.actions import tell
from proposals.models import Question


@transaction.atomic
def reply_to(question, reply, *, by):
    """Answer a question by mail, once; ValidationError where somebody has, or where there is no address."""
    question = Question.objects.select_for_update(of=["self"]).select_related("link__contact").get(pk=question.pk)
    if question.replied_at:
        raise ValidationError(_("This question was answered already."))
    if not question.link.contact.email:
        raise ValidationError(_("There is no e-mail address of %(name)s.") % {"name": question.link.contact.name})
    Question.objects.filter(pk=question.pk).update(reply=reply, replied_at=Now(), replied_by=by)
    question.reply = reply
    event = tell("proposal.replied", question.link, by=by, question=question.pk, text=reply)
    send_reply(question, by=by, event=event)
