"""How it reads that two were made one, or were found to be two."""

from django.utils.translation import gettext_lazy as _

from leads.sentences import what_changed
from timeline.sentences import say

for kind in ("lead", "contact", "company"):
    say(f"{kind}.merged", _("{actor} merged {gone} into {name}"), icon="merge", note=what_changed)
    say(f"{kind}.unmerged", _("{actor} took the merge of {gone} and {name} apart"), icon="undo")
    say(f"{kind}.kept_apart", _("{actor} said that {name} and {other} are not the same"), icon="users")
    say(f"{kind}.likely_again", _("{actor} took back that {name} and {other} are not the same"), icon="undo")
