"""How Kariz wants allauth to behave: by invitation only, mail through our own outbox, streams closed on leaving."""

import time
import uuid

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings

from accounts.leaving import say_farewell
from accounts.queries import company_name
from timeline.live.publish import close_streams
from timeline.outgoing import queue_email


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: an invitation is the only way in."""

    def is_open_for_signup(self, request):
        return False

    def login(self, request, user):
        super().login(request, user)
        request.session["signed_in_at"] = request.session["seen_at"] = int(time.time())

    def logout(self, request):
        leaving = request.user
        if leaving.is_authenticated:
            say_farewell(request)
        super().logout(request)
        if leaving.is_authenticated:
            close_streams(leaving)

    def send_mail(self, template_prefix, email, context):
        """Write the mail to the outbox, so that no page waits for a mail server or tells by its pace who is known."""
        mail = self.render_mail(template_prefix, email, {"email": email, "site": company_name(), **context})
        queue_email(key=f"account:{uuid.uuid4()}", to=email, subject=mail.subject, text=mail.body)

    def format_email_subject(self, subject):
        return str(subject)

    def get_from_email(self):
        return settings.DEFAULT_FROM_EMAIL
