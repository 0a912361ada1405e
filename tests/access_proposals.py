"""Who may open what of proposals: those who see the deal look, workers write, admins shape the templates."""

from tests.access import about, absent, needs, public, signed_in

WRITE, SHAPE = "proposal.write", "proposal_templates.edit"
PROPOSALS = {
    "proposals:proposals": signed_in(),
    "proposals:proposal": about("offered"),
    "proposals:edit": about("offered", "POST", WRITE),
    "proposals:send": about("offered", "POST", WRITE),
    "proposals:drawing": about("offered"),
    "proposals:release": about("offered", "POST", WRITE),
    "proposals:withdraw": about("offered", "POST", WRITE),
    "proposals:renew": about("offered", "POST", WRITE),
    "proposals:delete": about("offered", "POST", WRITE),
    "proposals:remind": about("offered", "POST", WRITE),
    "proposals:paper": about("offered", kind="proposal"),
    "proposals:draft-paper": about("offered"),
    "proposals:link": about("buyer_link", "POST", WRITE),
    "proposals:deal-panel": about("deal"),
    "proposals:new": about("deal", "GET POST", WRITE),
    "proposals:templates": needs(SHAPE),
    "proposals:template-new": needs(SHAPE, "GET POST"),
    "proposals:template": needs(SHAPE, "GET POST", of="proposal_template"),
    "proposals:template-retire": needs(SHAPE, "POST", of="proposal_template"),
    "proposals:template-return": needs(SHAPE, "POST", of="proposal_template"),
    "proposals:look": public("the colour of a page is no secret", accent="0b5a73"),
    "proposals:logo": absent(signed_in(sha256="0" * 64)),
}
