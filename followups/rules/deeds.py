"""The acts rules are made of: plan, write, label, give, move, tell."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role, User
from accounts.rights import may
from followups.actions.notifications import notify
from followups.mail.sending import send_letter
from followups.models import LetterTemplate, RuleRun, SequenceRun
from followups.rules.acts import Act, register
from followups.rules.planning import plan
from followups.sequences.actions import stop_sequence
from leads.actions import assign_lead, edit_lead
from leads.capture.assigning import absent_among
from leads.models import Label
from pipeline.actions import edit_deal, move_deal
from pipeline.models import Stage

PAGES = {"deal": "pipeline:deal", "lead": "leads:lead"}


def write_letter(running, given):
    """Send the letter of a template; a gap that stays open is a refusal."""
    template = LetterTemplate.objects.filter(pk=given["template"], retired_at=None).first()
    if template is None:
        raise ValidationError(_("The letter was taken out of use. Choose another one."))
    send_letter(template, about=running.record, key=running.key, by=None, event=running.event)


def put_label(running, given):
    label = Label.objects.filter(pk=given["label"], retired_at=None).first()
    if label is None:
        raise ValidationError(_("The label was taken out of use. Choose another one."))
    change(running, label=label)


def change(running, **facts):
    """Write facts of the deal or lead by the verb people use."""
    if running.rule.about == "deal":
        edit_deal(running.record, by=None, **facts)
    else:
        edit_lead(running.record, by=None, version=running.record.version, **facts)


def give_to(running, given):
    give(running, User.objects.filter(pk=given["person"]).select_related("team").first())


def give_in_turn(running, given):
    """Give it to who comes after the one who got the last; who is away or may not work is passed over."""
    people = in_turn(running, given["people"])
    absent = absent_among(people)
    person = next((one for one in people if one.pk not in absent and may(one, "deal.edit")), None)
    if person is None:
        raise ValidationError(_("Everybody whose turn it could be is away."))
    give(running, person)
    return {"to": person.pk}


def in_turn(running, ids):
    """The people of a rule, beginning with whose turn it is."""
    last = RuleRun.objects.filter(rule=running.rule, acts__contains=[{"act": "share"}]).order_by("-pk").first()
    given = next((one["to"] for one in last.acts if "to" in one), None) if last else None
    start = ids.index(given) + 1 if given in ids else 0
    people = User.objects.active().select_related("team").in_bulk(ids)
    return [people[pk] for pk in [*ids[start:], *ids[:start]] if pk in people]


def give(running, person):
    if person is None or not person.is_active:
        raise ValidationError(_("The person it should go to has left."))
    if running.rule.about == "deal":
        edit_deal(running.record, by=None, owner=person)
    else:
        assign_lead(running.record, owner=person, by=None)


def move(running, given):
    """Through the same gates as everybody; what they ask for is the refusal."""
    deal, stage = running.record, Stage.objects.filter(pk=given["to_stage"]).select_related("pipeline").first()
    if deal.status == deal.Status.LOST:
        raise ValidationError(_("The deal is lost. Open it again first."))
    if stage and deal.stage_id == stage.pk:
        return
    if stage is None:
        raise ValidationError(_("The stage is gone."))
    move_deal(deal, to=stage, by=None)


def tell(running, given):
    """Say it to the people meant, if they may see what it is about."""
    record, about = running.record, running.rule.about
    people = [one for one in meant_by(given["whom"], record) if is_seen(record, one)]
    if not people:
        raise ValidationError(_("There is nobody to tell."))
    url = reverse(PAGES[about], args=[record.pk])
    for person in people:
        key = f"{running.key}:{person.pk}"
        notify(person, key=key, kind="rule", text=f"{record}: {given['text']}", url=url)


def is_seen(record, person):
    return type(record).objects.visible_to(person).filter(pk=record.pk).exists()


def meant_by(whom, record):
    """The people a rule names: the owner, who leads the owner's team, or one person."""
    if whom == "owner":
        return [record.owner] if record.owner else []
    if whom == "manager":
        return managers_of(record.owner) if record.owner else []
    return list(User.objects.active().filter(pk=whom))


def managers_of(person):
    """The managers of the nearest team above or at a person's own that has any; the person is not among them."""
    teams = [int(pk) for pk in person.team_path.split(".") if pk]
    leading = User.objects.active().filter(role=Role.MANAGER, team__in=teams).exclude(pk=person.pk)
    by_team = {}
    for one in leading.select_related("team").order_by("name"):
        by_team.setdefault(one.team_id, []).append(one)
    return next((by_team[pk] for pk in reversed(teams) if pk in by_team), [])


def end_sequences(running, given):
    """Stop whatever sequence it is on."""
    for run in list(running.record.sequence_runs.running()):
        stop_sequence(run, reason=SequenceRun.Reason.HAND, by=None, note=running.rule.name)


register(
    Act(
        "plan",
        gettext_lazy("plan “%(title)s” (%(kind)s) %(working_days)s for %(for)s"),
        plan,
        asks=("kind", "title", "working_days", "for"),
        at_once=True,
        label=gettext_lazy("plan a follow-up"),
    )
)
LETTER, LABEL = gettext_lazy("send the letter “%(template)s”"), gettext_lazy("label it %(label)s")
GIVE, SHARE = gettext_lazy("give it to %(person)s"), gettext_lazy("give it in turn to %(people)s")
MOVE, TELL = gettext_lazy("move it to %(to_stage)s"), gettext_lazy("tell %(whom)s “%(text)s”")
register(Act("letter", LETTER, write_letter, asks=("template",), label=gettext_lazy("send a letter")))
register(Act("label", LABEL, put_label, asks=("label",), label=gettext_lazy("give it a label")))
register(Act("give", GIVE, give_to, asks=("person",), label=gettext_lazy("give it to one person")))
register(Act("share", SHARE, give_in_turn, asks=("people",), label=gettext_lazy("give it to several people in turn")))
register(Act("move", MOVE, move, asks=("to_stage",), about=("deal",), label=gettext_lazy("move it to a stage")))
register(Act("tell", TELL, tell, asks=("whom", "text"), label=gettext_lazy("tell somebody")))
register(Act("end", gettext_lazy("stop every sequence it is on"), end_sequences))
