"""What people do that can be scored: verbs of the log, in words; rooms that write further ones register them here."""

from django.utils.translation import gettext_lazy as _

registry = {}
of_contacts = set()


def signal(verb, words, *, of_contact=False):
    """Let rules give points for this verb of a lead, or of the contact it is about; `words` continue “when they …”."""
    registry[verb] = words
    if of_contact:
        of_contacts.add(verb)


def words_of(verb):
    return registry.get(verb, verb)


signal("lead.captured", _("sent a form"))
signal("lead.answered", _("answered"))
signal("lead.email", _("exchanged an e-mail"))
signal("lead.call", _("were on the phone"))
signal("lead.meeting", _("met us"))
