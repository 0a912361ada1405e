"""Who may open what of private links: buyers by their token, sellers what they may see of their deals."""

from tests.access import about, public

TOKEN = "the token in the mail is the key; others find nothing"
UNKNOWN = {"token": "no-such-token"}
OFFERS = {
    "proposals:offer": public(TOKEN, **UNKNOWN),
    "proposals:offer-code": public(TOKEN, "GET POST", **UNKNOWN),
    "proposals:offer-seen": public(TOKEN, "GET POST", **UNKNOWN),
    "proposals:offer-logo": public(TOKEN, **UNKNOWN),
    "proposals:offer-paper": public(TOKEN, **UNKNOWN),
    "proposals:offer-signed": public(TOKEN, **UNKNOWN),
    "proposals:offer-sign": public(TOKEN, "POST", **UNKNOWN),
    "proposals:offer-accept": public(TOKEN, "POST", **UNKNOWN),
    "proposals:offer-decline": public(TOKEN, "GET POST", **UNKNOWN),
    "proposals:offer-ask": public(TOKEN, "GET POST", **UNKNOWN),
    "proposals:offer-certificate": public(TOKEN, **UNKNOWN),
    "proposals:buyers": about("offered"),
    "proposals:certificate": about("offered"),
    "proposals:link-revoke": about("buyer_link", "POST", "deal.edit"),
    "proposals:link-guard": about("buyer_link", "POST", "deal.edit"),
    "proposals:question-reply": about("buyer_question", "GET POST", "deal.edit"),
}
