"""Who is asking: people, their teams, their roles, and the one rule of what each may see."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    REP = "rep", _("Rep")
    MANAGER = "manager", _("Manager")
    ADMIN = "admin", _("Admin")
    GUEST = "guest", _("Guest")


class Visibility(models.TextChoices):
    OWN = "own", _("Own")
    TEAM = "team", _("Team and its branches")
    EVERYONE = "everyone", _("Everyone’s")


class Workspace(models.Model):
    """The one company that uses this Kariz; `currency` is the ISO 4217 code every total is said in."""

    name = models.CharField(_("name"), max_length=120)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    fiscal_start = models.PositiveSmallIntegerField(_("fiscal year begins in"), default=1, db_default=1)  # a month
    has_sample_data = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return self.name


class RoleVisibility(models.Model):
    """How far each role sees; a role without a row sees what DEFAULT_VISIBILITY says."""

    role = models.CharField(max_length=10, choices=Role, unique=True)
    visibility = models.CharField(max_length=10, choices=Visibility)

    def __str__(self):
        return f"{self.role}: {self.visibility}"


class Team(models.Model):
    """A team in the tree; `path` lists the ids from the root, as in “1.4.”, so a branch is a prefix."""

    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, db_index=True, editable=False, default="")

    class Meta:
        ordering = ["path"]

    def __str__(self):
        return self.name


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def branch(self, path):
        """The people of a team and of all teams below it."""
        return self.filter(team__path__startswith=path)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A person who signs in by e-mail; times are shown in `time_zone` (IANA name)."""

    email = models.EmailField(_("email"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.REP)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="people")
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    language = models.CharField(_("language"), max_length=10, default="en")
    theme = models.CharField(_("theme"), max_length=6, default="auto")
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)
    joined_at = models.DateTimeField(db_default=Now())

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_email")]

    def __str__(self):
        return self.name

    def get_short_name(self):
        return self.name.split(" ")[0]

    @property
    def team_path(self):
        return self.team.path if self.team else ""

    @property
    def initials(self):
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class Invitation(models.Model):
    """A promise of an account; only the SHA-256 of its token is kept."""

    email = models.EmailField(_("email"))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.REP)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return self.email


class AbsenceQuerySet(models.QuerySet):
    def on(self, day):
        """Absences that cover a day."""
        return self.filter(first_day__lte=day, last_day__gte=day)


class Absence(models.Model):
    """Days on which somebody is away, both included: nothing new is given to them then."""

    user = models.ForeignKey(User, models.CASCADE, related_name="absences")
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    note = models.CharField(_("note"), max_length=120, blank=True, default="")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=models.F("first_day")), name="absence_has_an_end")
        ]
        indexes = [models.Index(fields=["user", "last_day"], name="absence_user_until")]

    def __str__(self):
        return f"{self.user}: {self.first_day} – {self.last_day}"
