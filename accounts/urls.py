from django.urls import include, path

from accounts.absences import views as absences
from accounts.keys import views as programs
from accounts.search import views as searching
from accounts.views import entrance, lists, own, people, saved_views

app_name = "accounts"
urlpatterns = [
    path("join/<str:token>/", entrance.join, name="join"),
    path("sample-sign-in/", entrance.sample_sign_in, name="sample-sign-in"),
    path("language/", entrance.language, name="language"),
    path("search/", searching.find, name="search"),
    path("search/palette/", searching.palette, name="palette"),
    path("keys/", own.keys, name="keys"),
    path("settings/", own.settings, name="settings"),
    path("settings/sessions/end/", own.sessions_end, name="sessions-end"),
    path("settings/sessions/<int:pk>/end/", own.session_end, name="session-end"),
    path("", include("accounts.entries.urls")),
    path("", include("accounts.files.urls")),
    path("", include("accounts.bin.urls")),
    path("views/new/", saved_views.new, name="view-new"),
    path("views/<int:pk>/", saved_views.view, name="view"),
    path("views/<int:pk>/filter/", saved_views.take_filter, name="view-filter"),
    path("views/<int:pk>/pin/", saved_views.pin, name="view-pin"),
    path("views/<int:pk>/delete/", saved_views.delete, name="view-delete"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/invitations/<int:pk>/revoke/", people.invitation_revoke, name="invitation-revoke"),
    path("people/roles/", people.reach, name="reach"),
    path("people/teams/add/", people.team_add, name="team-add"),
    path("people/teams/<int:pk>/", people.team, name="team"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/deactivate/", people.person_deactivate, name="person-deactivate"),
    path("people/<int:pk>/reactivate/", people.person_reactivate, name="person-reactivate"),
    path("settings/fields/", include("accounts.fields.urls")),
    path("settings/away/", absences.absences, name="absences"),
    path("settings/away/<int:pk>/remove/", absences.remove, name="absence-remove"),
    path("settings/hours/", include("accounts.hours.urls")),
    path("settings/programs/", programs.keys, name="api-keys"),
    path("settings/programs/<int:pk>/revoke/", programs.revoke, name="api-key-revoke"),
    # the lists admins keep
    path("settings/lists/changes/<int:pk>/revert/", lists.revert, name="list-revert"),
    path("settings/lists/<slug:key>/", lists.kept_list, name="list"),
    path("settings/lists/<slug:key>/<int:pk>/", lists.entry, name="list-entry"),
    path("settings/lists/<slug:key>/<int:pk>/place/", lists.place, name="list-place"),
    path("settings/lists/<slug:key>/<int:pk>/retire/", lists.retire, name="list-retire"),
    path("settings/lists/<slug:key>/<int:pk>/return/", lists.bring_back, name="list-return"),
    path("settings/lists/<slug:key>/<int:pk>/merge/", lists.merge, name="list-merge"),
]
