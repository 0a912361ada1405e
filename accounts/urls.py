from django.urls import path

from accounts.views import entrance, own, people

app_name = "accounts"
urlpatterns = [
    path("join/<str:token>/", entrance.join, name="join"),
    path("sample-sign-in/", entrance.sample_sign_in, name="sample-sign-in"),
    path("language/", entrance.language, name="language"),
    path("settings/", own.settings, name="settings"),
    path("settings/sessions/end/", own.sessions_end, name="sessions-end"),
    path("settings/sessions/<int:pk>/end/", own.session_end, name="session-end"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/invitations/<int:pk>/revoke/", people.invitation_revoke, name="invitation-revoke"),
    path("people/roles/", people.reach, name="reach"),
    path("people/teams/add/", people.team_add, name="team-add"),
    path("people/teams/<int:pk>/", people.team, name="team"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/deactivate/", people.person_deactivate, name="person-deactivate"),
    path("people/<int:pk>/reactivate/", people.person_reactivate, name="person-reactivate"),
]
