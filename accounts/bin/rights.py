"""Who throws away, and who restores: whoever owns it, the managers who see it, admins."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.bin.kinds import kind_of, kinds
from accounts.models import Role
from accounts.rights import may, require


def may_throw_away(user, record):
    """Whether this person may throw away this record, which they see."""
    kind = kind_of(record)
    return may(user, kind.right, record) and is_theirs(user, kind.owner(record), kind.is_everybodys(record))


def require_throw_away(user, record):
    """Refuse with 403 and a sentence whoever may not."""
    require(user, kind_of(record).right, record)
    if not may_throw_away(user, record):
        raise PermissionDenied(not_theirs(kind_of(record).owner(record)))


def may_restore(user, binned):
    """Whether this person may restore what lies in the bin, which they see; who threw it away may too."""
    mine = binned.by_id == user.pk or is_theirs(user, binned.owner, binned.is_everybodys)
    return binned.kind in kinds and may(user, kinds[binned.kind].right) and mine


def require_restore(user, binned):
    """Refuse with 403 and a sentence whoever may not."""
    require(user, kinds[binned.kind].right)
    if not may_restore(user, binned):
        raise PermissionDenied(not_theirs(binned.owner))


def is_theirs(user, owner, is_everybodys):
    """Reps throw away what is theirs, or nobody's; managers and admins what they see."""
    return user.role != Role.REP or (owner.pk == user.pk if owner else is_everybodys)


def not_theirs(owner):
    return _("This is not yours: ask %(owner)s, or a manager.") % {"owner": owner.name if owner else "–"}
