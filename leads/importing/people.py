"""Whose deals these are: names in a file become people of the house."""

import re

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Role, User
from accounts.visibility import visible_owner_ids
from kit.formats import number
from leads.importing.companies import first_spellings, simple
from leads.importing.values import Refused

NOWHERE = "imported.invalid"  # a domain no mail can reach (RFC 2606)


class People:
    """Finds people by name or e-mail; who is unknown is added without sign-in, on the importer's team."""

    def __init__(self, importer):
        self.importer, self.visible = importer, visible_owner_ids(importer)
        self.known, self.ambiguous = {}, set()
        for user in User.objects.select_related("team").order_by("-is_active", "pk"):
            self.remember(user)

    def remember(self, user):
        self.known[user.email.casefold()] = user
        name = simple(user.name)
        if name in self.known and self.known[name].is_active and user.is_active:
            self.ambiguous.add(name)
        self.known.setdefault(name, user)

    def check(self, name):
        """Refuse a person the importer may not give deals to, or a name that two people have."""
        if simple(name) in self.ambiguous:
            raise Refused(_("Two people are called %(name)s: write the e-mail address instead.") % {"name": name})
        person = self.known.get(simple(name))
        if person and self.visible is not None and person.pk not in self.visible:
            sentence = _("%(name)s is not on your team: ask an admin to import these deals.")
            raise Refused(sentence % {"name": person.name})

    def find(self, name):
        return self.known[simple(name)] if name else self.importer

    def add_missing(self, names):
        """Add whoever is not known yet; returns them."""
        missing = first_spellings(name for name in names if simple(name) not in self.known)
        return [self.add(name) for name in missing.values()]

    def add(self, name):
        user = absent_person(name, self.importer.team)
        user.save(force_insert=True)
        self.remember(user)
        if self.visible is not None:
            self.visible = [*self.visible, user.pk]
        return user


def people_to_choose():
    """(e-mail, name with e-mail) of everybody who may be named as an owner."""
    return [(user.email, f"{user.name} ({user.email})") for user in User.objects.active().order_by("name", "pk")]


def person_called(text, choices):
    """The e-mail of the one person of these who is called so, or “”."""
    wanted = simple(text)
    named = [email for email, label in choices if wanted in (email.lower(), simple(label.rpartition(" (")[0]))]
    return named[0] if len(named) == 1 else ""


def remarks_on_people(notes):
    """Who was added, in a sentence."""
    if people := notes.get("people"):
        yield ngettext(
            "%(count)s person named in the file is unknown here, and added without sign-in so that reports know whose"
            " records these are: %(names)s.",
            "%(count)s people named in the file are unknown here, and added without sign-in so that reports know whose"
            " records these are: %(names)s.",
            len(people),
        ) % {"count": number(len(people)), "names": ", ".join(people)}


def absent_person(name, team):
    """Somebody who owns deals but cannot sign in until an admin gives them an address."""
    return User(
        name=name[:120],
        email=free_address(name),
        role=Role.REP,
        team=team,
        is_active=False,
        password=make_password(None),
    )


def free_address(name):
    local = re.sub(r"[^a-z0-9]+", ".", name.casefold()).strip(".")[:60] or "somebody"
    taken = set(User.objects.filter(email__startswith=local).values_list("email", flat=True))
    numbers = (f"{local}{number or ''}@{NOWHERE}" for number in range(len(taken) + 1))
    return next(address for address in numbers if address not in taken)
