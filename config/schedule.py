"""Everything that happens by the clock, in one list. The database knows what is due; these only wake up."""

import os

from celery.schedules import crontab

REMINDER_TICK = float(os.environ.get("REMINDER_TICK_SECONDS", "20"))

SCHEDULE = {
    "catch up with the log": {"task": "timeline.tasks.catch_up", "schedule": 5.0, "options": {"expires": 5}},
    "send what leaves the house": {
        "task": "timeline.tasks.send_outgoing",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "claim due reminders": {"task": "followups.tasks.claim_due", "schedule": REMINDER_TICK, "options": {"expires": 20}},
    "read the mailbox": {"task": "followups.tasks.read_mailbox", "schedule": 60.0, "options": {"expires": 60}},
    "claim sequences": {"task": "followups.tasks.claim_sequences", "schedule": 30.0, "options": {"expires": 30}},
    "tell each morning what the day holds": {
        "task": "followups.tasks.send_digests",
        "schedule": 120.0,
        "options": {"expires": 120},
    },
    "take up imports nobody is at": {"task": "leads.tasks.run_imports", "schedule": 15.0, "options": {"expires": 15}},
    "score leads the rules are ahead of": {
        "task": "leads.tasks.score_leads",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "let scores fade": {"task": "leads.tasks.fade_scores", "schedule": crontab(hour="*/6", minute=2)},
    "forget forms nobody confirmed": {
        "task": "leads.tasks.forget_unconfirmed_forms",
        "schedule": crontab(hour=1, minute=20),
    },
    "ask rules by the clock": {"task": "followups.tasks.ask_rules", "schedule": 60.0, "options": {"expires": 60}},
    "tell who should lend a deal a hand": {"task": "followups.tasks.nudge", "schedule": crontab(minute=40)},
    "wake parked deals": {"task": "pipeline.tasks.wake_parked_deals", "schedule": crontab(minute="*/15")},
    "begin rates written beforehand": {"task": "pipeline.tasks.begin_rates", "schedule": crontab(minute="*/15")},
    "bring back leads that rested": {"task": "leads.tasks.wake_leads", "schedule": crontab(minute="*/15")},
    "learn the odds anew": {"task": "forecasting.tasks.refit_due", "schedule": crontab(minute=10)},
    "write down how the day ended": {"task": "forecasting.tasks.write_nights", "schedule": crontab(minute=25)},
    "draw proposals": {"task": "proposals.tasks.draw_waiting", "schedule": 10.0, "options": {"expires": 10}},
    "let proposals expire": {"task": "proposals.tasks.expire_versions", "schedule": crontab(minute="*/15")},
    "remind buyers before proposals expire": {
        "task": "proposals.tasks.claim_reminders",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "index the fields of admins": {
        "task": "accounts.tasks.ensure_indexes",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "count the words of the search": {"task": "accounts.tasks.recount_words", "schedule": crontab(hour=2, minute=35)},
    "write down what ended": {"task": "reports.tasks.write_ended", "schedule": crontab(hour=2, minute=50)},
    "send reports by e-mail": {
        "task": "reports.tasks.claim_mailing",
        "schedule": crontab(minute="*/10"),
    },
    "say that the scheduler lives": {"task": "config.tasks.tick", "schedule": 15.0, "options": {"expires": 15}},
}
