"""What the palette offers of leads, companies and contacts."""

from django.utils.translation import gettext_lazy as _

from accounts.rights import may
from accounts.search.offers import Command, offer, page, those_who_may


@offer
def about_a_lead(user, here):
    """On the page of a lead: what its keys do."""
    if here.name != "leads:lead" or not may(user, "lead.edit"):
        return
    yield Command(_("Add a note"), "note", press="n", keys="N", words=_("write comment"), is_here=True)
    yield Command(_("Next step is done"), "circlecheck", press="e", keys="E", words=_("complete task"), is_here=True)
    yield Command(_("Plan a follow-up"), "plus", press="f", keys="F", words=_("task reminder call"), is_here=True)
    make = page(_("Make it a deal"), "aright", "pipeline:convert-lead", here.pk, words=_("convert"))
    yield Command(make.name, make.icon, make.address, words=make.words, is_here=True)


@offer
def pages(user, here):
    """New records, and the lists of them."""
    return those_who_may(
        user,
        ("lead.create", page(_("New lead"), "plus", "leads:new", words=_("add create"))),
        ("lead.create", page(_("New company"), "plus", "leads:company-new", words=_("add create"))),
        ("lead.create", page(_("New contact"), "plus", "leads:contact-new", words=_("add create person"))),
        (None, page(_("Go to leads"), "users", "leads:list", keys="G L", words=_("inbox"))),
        (None, page(_("Go to companies"), "building", "leads:companies")),
        (None, page(_("Go to contacts"), "user", "leads:contacts", words=_("people"))),
        ("leads.merge", page(_("Likely duplicates"), "copy", "leads:duplicates", words=_("merge twice"))),
        ("data.import", page(_("Import a file"), "upload", "leads:import-new", words=_("upload CSV Excel"))),
        ("stages.edit", page(_("Labels"), "tag", "leads:labels", words=_("colours"))),
        ("stages.edit", page(_("Scoring"), "bolt", "leads:scoring", words=_("points score"))),
        ("forms.edit", page(_("Forms"), "globe", "leads:forms", words=_("website capture"))),
        ("forms.edit", page(_("Who gets new leads"), "users", "leads:rules", words=_("assignment rules"))),
    )
