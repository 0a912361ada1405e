"""Who is asking: people, their teams and roles, what they named and keep, and how other programs come in."""

from accounts.models.bin import BinnedLink, BinnedQuerySet, BinnedRecord, BinnedRow
from accounts.models.fields import (
    HAS_CUSTOM,
    CustomField,
    CustomOption,
    WithCustomFields,
    custom_index,
    custom_is_a_sheet,
)
from accounts.models.files import FilePiece, StoredFile
from accounts.models.hours import Holiday, TeamHours
from accounts.models.keys import ApiKey
from accounts.models.lists import ListSurgery
from accounts.models.people import (
    Absence,
    Invitation,
    Role,
    RoleVisibility,
    Team,
    User,
    UserManager,
    UserQuerySet,
    Visibility,
    Workspace,
)
from accounts.models.saved_views import SavedView, SavedViewQuerySet
from accounts.models.search import EVERYBODY, SearchBeginning, SearchEntry, SearchWord

__all__ = [
    "EVERYBODY",
    "HAS_CUSTOM",
    "Absence",
    "ApiKey",
    "BinnedLink",
    "BinnedQuerySet",
    "BinnedRecord",
    "BinnedRow",
    "CustomField",
    "CustomOption",
    "FilePiece",
    "Holiday",
    "Invitation",
    "ListSurgery",
    "Role",
    "RoleVisibility",
    "SavedView",
    "SavedViewQuerySet",
    "SearchBeginning",
    "SearchEntry",
    "SearchWord",
    "StoredFile",
    "Team",
    "TeamHours",
    "User",
    "UserManager",
    "UserQuerySet",
    "Visibility",
    "WithCustomFields",
    "Workspace",
    "custom_index",
    "custom_is_a_sheet",
]
