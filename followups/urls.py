from django.urls import include, path

from followups.booking.views import own as booking
from followups.booking.views import public as guests
from followups.calendar import views as calendar
from followups.notices import views as notices
from followups.views import day, doors, entry, follow_ups, habits, promises, why
from leads.models import Lead
from pipeline.models import Deal

app_name = "followups"
urlpatterns = [
    path("my-day/", day.my_day, name="my-day"),
    path("my-day/overdue-to-tomorrow/", day.overdue_to_tomorrow, name="overdue-to-tomorrow"),
    path("badges/", day.badges, name="badges"),
    path("follow-ups/", promises.promises, name="promises"),
    path("follow-ups/new/", follow_ups.new, name="new"),
    path("follow-ups/<int:pk>/", follow_ups.edit, name="edit"),
    path("follow-ups/<int:pk>/done/", follow_ups.done, name="done"),
    path("follow-ups/<int:pk>/outcome/", follow_ups.outcome, name="outcome"),
    path("follow-ups/<int:pk>/reopen/", follow_ups.reopen, name="reopen"),
    path("follow-ups/<int:pk>/snooze/", follow_ups.snooze, name="snooze"),
    path("follow-ups/<int:pk>/unsnooze/", follow_ups.unsnooze, name="unsnooze"),
    path("follow-ups/by-mail/<str:token>/", doors.by_mail, name="by-mail"),
    path("follow-ups/<int:pk>/why/", why.why, name="why"),
    path("follow-ups/<int:pk>/end/", follow_ups.end, name="end-series"),
    path("follow-ups/<int:pk>/hand-over/", follow_ups.hand_over, name="hand-over"),
    path("follow-ups/<int:pk>/cancel/", follow_ups.cancel, name="cancel"),
    path("deals/<int:pk>/follow-ups/", follow_ups.panel, {"model": Deal}, name="deal-panel"),
    path("deals/<int:pk>/follow-ups/new/", follow_ups.plan, {"model": Deal}, name="deal-plan"),
    path("deals/<int:pk>/next-step/", follow_ups.next_step, {"model": Deal}, name="deal-next-step"),
    path("leads/<int:pk>/follow-ups/", follow_ups.panel, {"model": Lead}, name="lead-panel"),
    path("leads/<int:pk>/follow-ups/new/", follow_ups.plan, {"model": Lead}, name="lead-plan"),
    path("leads/<int:pk>/next-step/", follow_ups.next_step, {"model": Lead}, name="lead-next-step"),
    path("settings/stages/<int:pk>/follow-up/", entry.entry, name="stage-entry"),
    path("notifications/", notices.notifications, name="notifications"),
    path("notifications/bell/", notices.bell, name="bell"),
    path("notifications/read/", notices.read_all, name="read-all"),
    path("notifications/<int:pk>/read/", notices.read, name="read"),
    path("notifications/by-push/<str:token>/", notices.read_by_push, name="read-by-push"),
    path("mentions/<str:kind>/<int:pk>/", notices.mentions, name="mentions"),
    path("settings/reminders/", habits.habits, name="habits"),
    path("settings/notifications/", notices.channels, name="channels"),
    path("settings/notifications/browsers/", notices.browser_keep, name="browser-keep"),
    path("settings/notifications/browsers/<int:pk>/forget/", notices.browser_forget, name="browser-forget"),
    path("settings/notifications/browsers/<int:pk>/try/", notices.browser_try, name="browser-try"),
    path("push-worker.js", notices.push_worker, name="push-worker"),
    path("settings/calendar/", calendar.calendar, name="calendar"),
    path("settings/calendar/revoke/", calendar.calendar_close, name="calendar-close"),
    path("settings/booking/", booking.links, name="booking-links"),
    path("settings/booking/new/", booking.new, name="booking-link-new"),
    path("settings/booking/<int:pk>/", booking.link, name="booking-link"),
    path("settings/booking/<int:pk>/close/", booking.retire, name="booking-link-retire"),
    path("settings/booking/<int:pk>/return/", booking.bring_back, name="booking-link-return"),
    path("book/<slug:key>/", guests.page, name="book"),
    path("book/kept/<str:token>/", guests.kept, name="booking-kept"),
    path("calendar/<str:token>/follow-ups.ics", calendar.feed, name="calendar-feed"),
    path("", include("followups.mail.urls")),
    path("", include("followups.sequences.urls")),
    path("", include("followups.rules.urls")),
    path("", include("followups.webhooks.urls")),
]
