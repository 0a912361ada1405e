"""Who may open what: every URL of the house, with its rule. A URL that is not here fails tests/test_access.py.

public(why)             open to the street
signed_in()             everybody inside; shows only what the reader may see
needs("verb")           those whose role has the verb (accounts/rights.py)
about("deal")           one thing of Alice's (tests/world.py): 404 for strangers, 403 without the verb
house("pipeline")       one thing of the house, found by everybody inside
private("session")      one thing nobody but Alice finds
Say the methods it answers if not GET alone: about("deal", "POST", "deal.move").
"""

from tests.access import about, absent, asking, house, needs, private, public, signed_in, theirs

BOOKS = "allauth writes down the addresses and sessions it meets"

ACCOUNTS = {
    "accounts:join": public("a newcomer has no account yet; the token is the key", "GET POST", token="no-such-token"),
    "accounts:sample-sign-in": public("the one-click door of sample mode", "POST"),
    "accounts:language": public("the sign-in page is read in the visitor's language", "POST"),
    "accounts:keys": signed_in(),
    "accounts:settings": signed_in("GET POST"),
    "accounts:sessions-end": signed_in("POST"),
    "accounts:session-end": private("session", "POST"),
    "accounts:view-new": signed_in("GET POST"),
    "accounts:view": private("saved_view", "GET POST"),
    "accounts:view-filter": private("saved_view", "POST"),
    "accounts:view-pin": private("saved_view", "POST"),
    "accounts:view-delete": private("saved_view", "POST"),
    "accounts:people": needs("people.edit"),
    "accounts:invite": needs("people.edit", "POST"),
    "accounts:invitation-revoke": needs("people.edit", "POST", of="invitation"),
    "accounts:reach": needs("people.edit", "POST"),
    "accounts:team-add": needs("people.edit", "POST"),
    "accounts:team": needs("people.edit", "GET POST", of="team"),
    "accounts:person": needs("people.edit", "GET POST", of="person"),
    "accounts:person-deactivate": needs("people.edit", "POST", of="person"),
    "accounts:person-reactivate": needs("people.edit", "POST", of="person"),
    "accounts:list": needs("stages.edit", "GET POST", key="lost-reasons"),
    "accounts:list-entry": needs("stages.edit", "GET POST", of="lost_reason", key="lost-reasons"),
    "accounts:list-place": needs("stages.edit", "POST", of="lost_reason", key="lost-reasons"),
    "accounts:list-retire": needs("stages.edit", "POST", of="lost_reason", key="lost-reasons"),
    "accounts:list-return": needs("stages.edit", "POST", of="lost_reason", key="lost-reasons"),
    "accounts:list-merge": needs("stages.edit", "GET POST", of="lost_reason", key="lost-reasons"),
    "accounts:list-revert": needs("stages.edit", "POST", of="list_surgery"),
}

# allauth's own pages; those about one's account are everybody's own.
DOOR = "part of signing in"
SSO = "the way back from a single sign-on"
ALLAUTH = {
    "account_login": public(DOOR, "GET POST"),
    "account_logout": theirs(public("signing out twice is no fault", "GET POST"), BOOKS),
    "account_inactive": public("tells a deactivated person why"),
    "account_signup": public("says that only an invitation lets people in", "GET POST"),
    "account_reset_password": public("a forgotten password", "GET POST"),
    "account_reset_password_done": public("a forgotten password"),
    "account_reset_password_from_key": public("the link in the mail", "GET POST", uidb36="1", key="x-y"),
    "account_reset_password_from_key_done": public("a forgotten password"),
    "account_confirm_email": public("the link in the mail", "GET POST", key="none"),
    "account_email_verification_sent": public("tells to look into the mailbox"),
    "account_confirm_login_code": public(DOOR, "GET POST"),
    "mfa_authenticate": public("the second step of signing in", "GET POST"),
    "mfa_login_webauthn": public("signing in with a passkey", "GET POST"),
    "account_email": theirs(signed_in("GET POST"), BOOKS),
    "account_change_password": signed_in("GET POST"),
    "account_set_password": signed_in("GET POST"),
    "account_reauthenticate": signed_in("GET POST"),
    "mfa_index": signed_in(),
    "mfa_reauthenticate": signed_in("GET POST"),
    "mfa_activate_totp": signed_in("GET POST"),
    "mfa_deactivate_totp": absent(signed_in("GET POST")),
    "mfa_view_recovery_codes": absent(signed_in()),
    "mfa_generate_recovery_codes": signed_in("GET POST"),
    "mfa_download_recovery_codes": absent(signed_in("GET POST")),
    "mfa_list_webauthn": signed_in(),
    "mfa_add_webauthn": signed_in("GET POST"),
    "mfa_reauthenticate_webauthn": signed_in("GET POST"),
    "mfa_remove_webauthn": absent(signed_in("GET POST", pk=1)),
    "mfa_edit_webauthn": absent(signed_in("GET POST", pk=1)),
    "usersessions_list": theirs(signed_in("GET POST"), BOOKS),
    "socialaccount_login_cancelled": public(SSO),
    "socialaccount_login_error": absent(signed_in()),
    "socialaccount_signup": public(SSO, "GET POST"),
    "socialaccount_connections": signed_in("GET POST"),
    "unnamed social/login/cancelled/": absent(signed_in("GET POST")),
    "unnamed social/login/error/": absent(signed_in("GET POST")),
    "unnamed social/signup/": absent(signed_in("GET POST")),
    "unnamed social/connections/": absent(signed_in("GET POST")),
}

TIMELINE = {
    "timeline:live-token": signed_in(),
    "timeline:mailbox": signed_in(),
    "timeline:letter": private("letter", but=["ada"]),
    "timeline:machine-room": needs("log.see"),
    "timeline:event-again": needs("log.see", "POST", of="set_aside"),
    "timeline:mail-again": needs("log.see", "POST", of="mail_given_up"),
}

EDIT = "followup.edit"
FOLLOWUPS = {
    "followups:my-day": signed_in(),
    "followups:badges": signed_in(),
    "followups:overdue-to-tomorrow": needs(EDIT, "POST"),
    "followups:new": needs(EDIT, "GET POST"),
    "followups:edit": about("follow_up", "GET POST", EDIT),
    "followups:done": about("follow_up", "GET POST", EDIT),
    "followups:outcome": about("follow_up", "GET POST", EDIT),
    "followups:snooze": about("follow_up", "GET POST", EDIT),
    "followups:reopen": about("follow_up", "POST", EDIT),
    "followups:cancel": about("follow_up", "POST", EDIT),
    "followups:deal-panel": about("deal"),
    "followups:deal-plan": about("deal", "GET POST", EDIT),
    "followups:deal-next-step": about("deal", "POST", EDIT),
    "followups:lead-panel": about("lead"),
    "followups:lead-plan": about("lead", "GET POST", EDIT),
    "followups:lead-next-step": about("lead", "POST", EDIT),
    "followups:stage-entry": needs("stages.edit", "GET POST", of="stage"),
    "followups:notifications": signed_in(),
    "followups:bell": signed_in(),
    "followups:read": private("notification", "POST"),
    "followups:read-all": signed_in("POST"),
}

LEADS = {
    "leads:list": signed_in(),
    "leads:new": needs("lead.create", "GET POST"),
    "leads:lead": about("lead"),
    "leads:edit": about("lead", "GET POST", "lead.edit"),
    "leads:qualify": about("lead", "POST", "lead.edit"),
    "leads:touch": about("lead", "POST", "lead.edit"),
    "leads:take": about("lead", "POST", "lead.edit"),
    "leads:disqualify": about("lead", "POST", "lead.edit"),
    "leads:bring-back": about("lead", "POST", "lead.edit"),
    "leads:companies": signed_in(),
    "leads:company": about("company"),
    "leads:company-new": needs("lead.create", "GET POST"),
    "leads:company-edit": about("company", "GET POST", "lead.edit"),
    "leads:contacts": signed_in(),
    "leads:contact": about("contact"),
    "leads:contact-new": needs("lead.create", "GET POST"),
    "leads:contact-edit": about("contact", "GET POST", "lead.edit"),
    "leads:labels": needs("stages.edit"),
    "leads:label-new": needs("stages.edit", "GET POST", of="label_set"),
    "leads:label": needs("stages.edit", "GET POST", of="label"),
    "leads:label-set-new": needs("stages.edit", "GET POST"),
    "leads:label-set": needs("stages.edit", "GET POST", of="label_set"),
    "leads:import-new": needs("data.import", "GET POST"),
    "leads:import": about("batch", "GET", "data.import"),
    "leads:import-columns": about("batch", "POST", "data.import"),
    "leads:import-reread": about("batch", "POST", "data.import"),
    "leads:import-progress": about("batch", "GET", "data.import"),
    "leads:import-rejected": about("batch", "GET", "data.import"),
    "leads:import-resume": about("batch", "POST", "data.import"),
}

FORM = "a form for strangers, at an address nobody guesses"
CAPTURE = {
    "leads:form-page": public(FORM, "GET POST", key="mirabilis-form-for-strangers"),
    "leads:form-thanks": public(FORM, key="mirabilis-form-for-strangers"),
    "leads:form-frame": public(FORM, "GET POST", key="mirabilis-form-for-strangers"),
    "leads:form-frame-thanks": public(FORM, key="mirabilis-form-for-strangers"),
    "leads:form-confirm": public("the link in the mail", "GET POST", token="no-such-token"),
}

PIPELINE = {
    "pipeline:home": signed_in("GET POST"),
    "pipeline:board": signed_in(),
    "pipeline:board pk": house("pipeline"),
    "pipeline:cards": house("pipeline"),
    "pipeline:live-token": house("pipeline"),
    "pipeline:then": house("pipeline"),
    "pipeline:changes": house("pipeline"),
    "pipeline:months": signed_in(),
    "pipeline:months pk": house("pipeline"),
    "pipeline:month-cards": house("pipeline"),
    "pipeline:month": house("pipeline", key="later"),
    "pipeline:deal-month": about("deal", "GET POST", "deal.edit"),
    "pipeline:taste": house("pipeline", "GET POST"),
    "pipeline:fold": house("pipeline", "POST"),
    "pipeline:column": asking(house("stage"), "after=a0"),
    "pipeline:quick-add": house("stage", "POST", "deal.create"),
    "pipeline:deal-list": signed_in(),
    "pipeline:tabs": signed_in(),
    "pipeline:filter": asking(signed_in(), "sheet=owner"),
    "pipeline:views": signed_in(),
    "pipeline:deal-export": signed_in("POST"),
    "pipeline:deal-row": about("deal"),
    "pipeline:deal-cell": about("deal", "GET POST", "deal.edit", name="value"),
    "pipeline:deal-new": needs("deal.create", "GET POST"),
    "pipeline:deal": about("deal"),
    "pipeline:deal-edit": about("deal", "GET POST", "deal.edit"),
    "pipeline:deal-bant": about("deal", "GET POST", "deal.edit"),
    "pipeline:deal-note": about("deal", "POST", "deal.note"),
    "pipeline:deal-gate": about("deal", "GET POST", "deal.edit"),
    "pipeline:deal-tick": about("deal", "POST", "deal.edit"),
    "pipeline:deal-committee": about("deal", "GET POST", "deal.edit"),
    "pipeline:deal-role": about("deal", "POST", "deal.edit"),
    "pipeline:deal-proposal": about("deal", "GET POST", "deal.edit"),
    "pipeline:deal-move": about("deal", "GET POST", "deal.move"),
    "pipeline:deal-park": about("deal", "GET POST", "deal.move"),
    "pipeline:deal-wake": about("deal", "POST", "deal.move"),
    "pipeline:deal-lose": about("deal", "GET POST", "deal.move"),
    "pipeline:deal-reopen": about("deal", "POST", "deal.move"),
    "pipeline:undo": about("event", "POST", "deal.move"),
    "pipeline:undo-last": needs("deal.move", "POST"),
    "pipeline:undo-bulk": absent(needs("deal.move", "POST", bulk="0197a1b2-0000-7000-8000-000000000000")),
    "pipeline:bulk": needs("deal.move", "GET POST"),
    "pipeline:convert-lead": about("lead", "GET POST", "lead.convert"),
    "pipeline:deal-transfer": about("deal", "GET POST", "deal.move"),
    "pipeline:stages": needs("stages.edit"),
    "pipeline:pipeline": needs("stages.edit", of="pipeline"),
    "pipeline:pipeline-new": needs("stages.edit", "GET POST"),
    "pipeline:pipeline-edit": needs("stages.edit", "GET POST", of="pipeline"),
    "pipeline:pipeline-order": needs("stages.edit", "GET POST", of="pipeline"),
    "pipeline:pipeline-place": needs("stages.edit", "POST", of="pipeline"),
    "pipeline:pipeline-deals": needs("stages.edit", "GET POST", of="pipeline"),
    "pipeline:pipeline-retire": needs("stages.edit", "GET POST", of="pipeline"),
    "pipeline:pipeline-return": needs("stages.edit", "POST", of="pipeline"),
    "pipeline:stage-unsaved": needs("stages.edit", "POST", of="stage"),
    "pipeline:stage-merge": needs("stages.edit", "GET POST", of="stage"),
    "pipeline:stage-split": needs("stages.edit", "GET POST", of="stage"),
    "pipeline:surgery-revert": needs("stages.edit", "POST", of="surgery"),
    "pipeline:stage-new": needs("stages.edit", "GET POST"),
    "pipeline:stage": needs("stages.edit", "GET POST", of="stage"),
    "pipeline:stage-checklist": needs("stages.edit", "POST", of="stage"),
    "pipeline:stage-place": needs("stages.edit", "POST", of="stage"),
    "pipeline:stage-retire": needs("stages.edit", "GET POST", of="stage"),
    "pipeline:rates": needs("stages.edit", "GET POST"),
    "pipeline:stage-return": needs("stages.edit", "POST", of="stage"),
}

CONFIG = {
    "sample-remove": needs("people.edit", "GET POST"),
}

FORECASTING = {
    "forecasting:forecast": needs("forecast.see"),
    "forecasting:win-rate": needs("forecast.see"),
}

TABLE = ACCOUNTS | ALLAUTH | TIMELINE | FOLLOWUPS | LEADS | CAPTURE | PIPELINE | FORECASTING | CONFIG
