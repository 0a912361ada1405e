"""How what happens to deals, stages and labels reads on a timeline."""

from datetime import date

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kit import formats
from leads.models import Qualification
from pipeline import talking as of_talks  # noqa: F401 - said in their own room
from pipeline.items import sentences as of_items  # noqa: F401 - said in their own room
from pipeline.models import Deal
from pipeline.words import fact_name_then, fact_words, lacking_names, shape_changes
from timeline.sentences import PROPOSALS, QUIET, say


def odds(event):
    """“Probability 50% to 65%. Skipped 2 stages.”"""
    old, new = event.details["odds"]
    words = gettext("Probability %(old)s to %(new)s") % {"old": share(old), "new": share(new)}
    skipped, lacking = event.details.get("skipped"), lacking_names(event)
    words += gettext(", %(count)s skipped") % {"count": formats.number(skipped)} if skipped else ""
    return words + (gettext(", without %(names)s") % {"names": lacking} if lacking else "")


def share(percent):
    return formats.percent(percent / 100, 2)


def edits(event):
    """“Value: €48,000 to €50,000. Owner: Alice to Bob.”"""
    said, currency = event.details.get("said", {}), event.details.get("currency", "")
    pairs = [(name, said.get(name, change)) for name, change in event.changes.items()]
    told = [
        (fact_name_then(event, name), fact_words(name, old, currency), fact_words(name, new, currency))
        for name, (old, new) in pairs
    ]
    words = gettext("%(name)s: %(old)s to %(new)s.")
    return " ".join(words % {"name": name, "old": old, "new": new} for name, old, new in told)


def edited_facts(event):
    return {"facts": ", ".join(fact_name_then(event, name).lower() for name in event.changes)}


def answered_topics(event):
    topics = dict.fromkeys(name.removesuffix("_evidence") for name in event.changes)
    return {"topics": ", ".join(topic_name(topic) for topic in topics)}


def topic_name(topic):
    return str(Qualification._meta.get_field(topic).verbose_name).capitalize()


def answers(event):
    """“Budget: Confirmed. Capex plan, CFO mail.”"""
    return " ".join(answer_words(name, new) for name, (_old, new) in event.changes.items() if new or new == 0)


def answer_words(name, new):
    return str(new) if name.endswith("_evidence") else f"{topic_name(name)}: {Qualification.Answer(new).label}."


def proposal_state(event):
    return {"state": Deal.Proposal(event.details["state"]).label.lower()}


def proposal_day(event):
    on = event.details["on"]
    return formats.day(date.fromisoformat(on)) if on else ""


def listed_item(event):
    return " → ".join(event.changes.get("text", [event.details["item"]]))


def why_thrown_away(event):
    return event.details.get("note", "")


def loss(event):
    return event.details.get("note", "")


def why_lost(event):
    """“Price”, or “Chose a competitor, won by Fleetly”."""
    reason, competitor = event.details.get("reason", "…"), event.details.get("competitor")
    won = gettext("%(reason)s, won by %(competitor)s") % {"reason": reason, "competitor": competitor}
    return {"reason": won if competitor else reason}


def park_day(event):
    return {"day": formats.day(date.fromisoformat(event.details["until"]))}


def park_reason(event):
    return event.details.get("reason", "")


def taken_along(event):
    """“8 deals went to Discovery.”"""
    count, into = event.details.get("count"), event.details.get("into")
    words = ngettext("%(count)s deal went to %(into)s.", "%(count)s deals went to %(into)s.", count or 0)
    return words % {"count": formats.number(count), "into": into} if count else ""


def gone_back(event):
    """“8 deals went back, 2 had moved on.”"""
    back, stayed = event.details.get("count", 0), event.details.get("stayed", 0)
    words = ngettext("%(count)s deal went back", "%(count)s deals went back", back) % {"count": formats.number(back)}
    moved_on = gettext(", %(count)s had moved on") % {"count": formats.number(stayed)} if stayed else ""
    return f"{words}{moved_on}." if back or stayed else ""


say(
    "deal.created",
    _("{actor} opened the deal in {to}"),
    icon="plus",
    note=lambda event: formats.money(event.details.get("amount"), event.details["currency"]),
)
say("deal.thrown_away", _("{actor} threw the deal away"), icon="trash", note=why_thrown_away)
say("deal.restored", _("{actor} restored the deal from the bin"), icon="undo")
say("deal.moved", _("{actor} moved the deal from {from} to {to}"), icon="swap", note=odds)
say("deal.won", _("{actor} won the deal, coming from {from}"), icon="won", note=odds)
say("deal.lost", _("{actor} marked the deal as lost: {reason}"), icon="x-circle", words=why_lost, note=loss)
say("deal.reopened", _("{actor} opened the deal again in {to}"), icon="repeat", note=odds)
say("deal.ranked", _("{actor} changed the place of the deal in {to}"), icon="sort", kind=QUIET)
say("deal.edited", _("{actor} changed {facts}"), icon="pencil", words=edited_facts, note=edits)
say("deal.qualified", _("{actor} answered {topics}"), icon="circlecheck", words=answered_topics, note=answers)
say("deal.parked", _("{actor} parked the deal until {day}"), icon="pause", words=park_day, note=park_reason)
say("deal.woken", _("{actor} woke the deal"), icon="today", note=park_reason)
say(
    "deal.reshaped",
    _("{actor} reshaped the pipeline: the deal went from {from} to {to}"),
    icon="board",
)
say("deals.exported", _("{actor} exported {count} deals"), icon="download")
say("deal.ticked", _("{actor} ticked {item}"), icon="circlecheck")
say("deal.unticked", _("{actor} took back the tick of {item}"), icon="circle")
say("deal.joined", _("{actor} added {name} to the buying committee: {role}"), icon="users")
say("deal.role", _("{actor} changed the role of {name}: {role}"), icon="users")
say("deal.parted", _("{actor} took {name} out of the buying committee"), icon="users")
say(
    "deal.proposal",
    _("{actor} noted the proposal: {state}"),
    icon="file",
    kind=PROPOSALS,
    words=proposal_state,
    note=proposal_day,
)
say("deal.proposal_followed", _("The proposal is now: {state}"), icon="file", kind=QUIET, words=proposal_state)
say("stage.listed", _("{actor} changed the checklist of {name}"), icon="list", note=listed_item)
say("stage.unlisted", _("{actor} took {item} off the checklist of {name}"), icon="list")
say("stage.added", _("{actor} added the stage {name}"), icon="plus")
say("stage.edited", _("{actor} changed the stage {name}"), icon="pencil", note=shape_changes)
say("stage.moved", _("{actor} changed the place of the stage {name}"), icon="sort")
say("stage.retired", _("{actor} removed the stage {name}"), icon="trash", note=taken_along)
say("stage.merged", _("{actor} merged the stage {name} into {into}"), icon="merge", note=taken_along)
say("stage.split", _("{actor} split the stage {name}: {into} is new"), icon="plus", note=taken_along)
say("pipeline.ordered", _("{actor} put the stages of {name} in a new order"), icon="sort")
say("pipeline.added", _("{actor} added the pipeline {name}"), icon="plus")
say("pipeline.edited", _("{actor} changed the pipeline {name}"), icon="pencil", note=shape_changes)
say("pipeline.moved", _("{actor} changed the place of the pipeline {name}"), icon="sort")
say("pipeline.emptied", _("{actor} moved deals from {name} to {into}"), icon="swap", note=taken_along)
say("pipeline.retired", _("{actor} retired the pipeline {name}"), icon="trash", note=taken_along)
say("pipeline.returned", _("{actor} brought back the pipeline {name}"), icon="undo")
say("pipeline.reverted", _("{actor} reverted a change of {name}"), icon="undo", note=gone_back)
say("stage.returned", _("{actor} brought back the stage {name}"), icon="undo")
say("rate.set", _("{actor} said what one {currency} is worth: {rate}"), icon="coins")
say("rate.began", _("One {currency} is worth {rate} from now on"), icon="coins")
