"""The kinds of things a gate can ask for; each kind says for all deals at once who has them, and how they are given."""

KINDS = {}


class Kind:
    """One kind of requirement; its keys are `prefix:topic`, or the prefix alone where there is but one topic.

    `names` and `met_by` ask the database at most one question each, however many deals and topics there are.
    """

    prefix = ""
    place = 99  # where it stands on the admin page

    def choices(self, stage):
        """(key, name) of everything the gate of a stage may ask for."""
        names = self.names(self.topics)
        return [(self.key(topic), names[topic]) for topic in self.topics]

    def key(self, topic):
        return f"{self.prefix}:{topic}" if topic else self.prefix

    def names(self, topics):
        """{topic: name} of those topics that can still be asked for."""
        return {topic: self.topics[topic] for topic in topics if topic in self.topics}

    def concerning(self, deal, topics):
        """Those of the topics that may be given to this deal; an address can name any."""
        return topics

    def met_by(self, deals, topics):
        """The pairs (deal id, topic) that are met."""
        return {(deal.pk, topic) for deal in deals for topic in topics if self.is_met(deal, topic)}

    def is_met(self, deal, topic):
        """Whether one deal has it, from what is loaded with it; kinds that must look elsewhere answer `met_by`."""
        raise NotImplementedError

    def fields(self, deal, topic, name, user):
        """The form fields that give it, by names this kind `owns`; `name` is how the gate calls it."""
        raise NotImplementedError

    def refusals(self, topic, values):
        """{field: sentence} for fields that are right alone and wrong together."""
        return {}

    def owns(self, field):
        return field.startswith(f"{self.prefix}_")

    def answer(self, deal, values, *, by):
        """Save cleaned values of this kind's fields on a locked deal, in the caller's transaction, and record it."""
        raise NotImplementedError


def register(*kinds):
    """Let gates ask for these kinds; called when an app is ready, upper floors included."""
    KINDS.update({kind.prefix: kind for kind in kinds})


def kind_of(key):
    """The kind and the topic a key names; the kind is None where nobody registered it."""
    prefix, _colon, topic = key.partition(":")
    return KINDS.get(prefix), topic


def topics_by_kind(keys):
    """[(kind, its topics)] of these keys, each kind once."""
    grouped = {}
    for key in keys:
        kind, topic = kind_of(key)
        if kind:
            grouped.setdefault(kind, []).append(topic)
    return grouped.items()


def names_by_key(keys):
    """{key: name} of those keys that can still be asked for."""
    return {
        kind.key(topic): name for kind, topics in topics_by_kind(keys) for topic, name in kind.names(topics).items()
    }


def requirements_for(stage):
    """Key and name of everything the gate of a stage can ask, in the order of the admin page."""
    kinds = sorted(KINDS.values(), key=lambda kind: kind.place)
    return [choice for kind in kinds for choice in kind.choices(stage)]
