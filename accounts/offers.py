"""What the palette offers of people, teams and settings."""

from django.utils.translation import gettext_lazy as _

from accounts.search.offers import offer, page, those_who_may


@offer
def settings(user, here):
    """Everybody's own settings, and those of the house."""
    return those_who_may(
        user,
        (
            None,
            page(_("Go to settings"), "gear", "accounts:settings", keys="G S", words=_("preferences language theme")),
        ),
        (None, page(_("Recycle bin"), "trash", "accounts:bin", words=_("restore deleted thrown away trash undo"))),
        (None, page(_("Show all keys"), "bolt", "accounts:keys", keys="?", words=_("shortcuts help"))),
        (None, page(_("Change your password"), "lock", "account_change_password", words=_("security"))),
        (None, page(_("Two-factor and passkeys"), "shield", "mfa_index", words=_("security sign in"))),
        ("people.edit", page(_("People and teams"), "users", "accounts:people", words=_("users roles invite"))),
        ("people.edit", page(_("Who is away"), "later", "accounts:absences", words=_("absence holiday"))),
        ("hours.edit", page(_("Working days and holidays"), "cal", "accounts:hours")),
        ("stages.edit", page(_("Fields of your own"), "list", "accounts:fields", words=_("custom fields"))),
        ("keys.edit", page(_("Keys of programs"), "lock", "accounts:api-keys", words=_("API"))),
    )
