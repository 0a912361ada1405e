"""The fields and the options of choices as lists an admin keeps: put in order, retired, brought back, reverted."""

from django.utils.translation import gettext_lazy as _

from accounts.lists.kept import KeptList, keep
from accounts.models import CustomField, CustomOption

PAGE = "accounts:fields"

keep(
    KeptList(
        key="fields",
        model=CustomField,
        title=_("Fields"),
        verb="field",
        within="record",
        page=PAGE,
        merges=False,
    )
)
keep(
    KeptList(
        key="field-options",
        model=CustomOption,
        title=_("Options"),
        verb="fieldoption",
        within="field",
        page=PAGE,
        merges=False,
    )
)
