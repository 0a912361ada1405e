"""What leads do that can be scored: verbs of the log, in words; rooms that write further ones register them here."""

from django.utils.translation import gettext_lazy as _

registry = {}


def signal(verb, words):
    """Let rules give points for this verb of a lead; `words` continue “when they …”."""
    registry[verb] = words


def words_of(verb):
    return registry.get(verb, verb)


signal("lead.captured", _("sent a form"))
signal("lead.answered", _("answered"))
signal("lead.email", _("exchanged an e-mail"))
signal("lead.call", _("were on the phone"))
signal("lead.meeting", _("met us"))
