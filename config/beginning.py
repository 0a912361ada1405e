"""An empty Kariz for a team: the workspace, its pipeline, and the first admin."""

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Role, User, Workspace
from followups.actions import set_up_kinds
from pipeline.actions.setup import set_up_pipeline
from timeline.log import record


@transaction.atomic
def start_empty(*, company, currency, time_zone, name, email, password):
    """Make the workspace with its default pipeline and its first admin, and return the admin; only where nobody is."""
    if User.objects.exists():
        raise ValidationError(_("Somebody works here already: ask an admin to invite you."))
    validate_password(password, User(email=email, name=name))
    workspace = Workspace.objects.create(name=company, currency=currency, time_zone=time_zone)
    admin = User.objects.create_user(email, password, name=name, role=Role.ADMIN, time_zone=time_zone)
    EmailAddress.objects.create(user=admin, email=admin.email, primary=True, verified=True)
    set_up_pipeline()
    set_up_kinds()
    record("workspace.started", workspace, by=admin)
    return admin
