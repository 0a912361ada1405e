"""How the coming of leads reads."""

from django.utils.translation import gettext_lazy as _

from timeline.sentences import NOTES, say


def what_they_said(event):
    """Each answer on a line: “Fleet: 40”."""
    return "\n".join(f"{question}: {answer}" for question, answer in event.details.get("answers", []))


say("lead.captured", _("{name} came by “{form}”"), icon="globe", kind=NOTES, note=what_they_said)
say("lead.came_again", _("{name} came again by “{form}”"), icon="globe", kind=NOTES, note=what_they_said)
say("form.created", _("{actor} began the form {name}"), icon="plus")
say("form.edited", _("{actor} changed the form {name}"))
say("form.published", _("{actor} published the form {name}"), icon="globe")
say("form.retired", _("{actor} closed the form {name}"), icon="lock")
