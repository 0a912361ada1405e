"""How an admin shapes pipelines: their facts, which stage takes whose deals, which deals a split takes."""

from datetime import timedelta

from babel.numbers import list_currencies
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from kit.numbers import NumberField
from leads.models import Label
from pipeline.actions.pipelines import EIGHT, EMPTY
from pipeline.forms import AmountField
from pipeline.models import Deal, Pipeline, Stage
from pipeline.queries.impact import ways_between
from pipeline.stage_forms import refuse_taken

LARGEST = 2**63 - 1
MOST_BY_HAND = 200


class PipelineForm(forms.ModelForm):
    class Meta:
        model = Pipeline
        fields = ["name", "currency", "team", "allows_skipping", "allows_moving_back"]
        widgets = {"currency": forms.TextInput({"size": 3, "autocapitalize": "characters"})}
        labels = {"currency": _("Currency of new deals"), "team": _("Team that owns new deals")}
        error_messages = {"name": {"required": _("Give the pipeline a name.")}}

    def __init__(self, pipeline, data=None):
        super().__init__(data, instance=pipeline)
        self.fields["team"].queryset = Team.objects.all()
        self.fields["team"].empty_label = _("Whoever adds the deal")

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if Pipeline.objects.exclude(pk=self.instance.pk).filter(name__iexact=name).exists():
            raise forms.ValidationError(_("There is a pipeline of that name already, perhaps a retired one."))
        return name

    def clean_currency(self):
        code = self.cleaned_data["currency"].upper()
        if code not in list_currencies():
            raise forms.ValidationError(_("Write the three letters of a currency, such as EUR."))
        return code

    def _post_clean(self):
        """The model's instance stays as it is: actions write, forms only read."""


class NewPipelineForm(PipelineForm):
    """A new pipeline and what it begins with; `like` is EIGHT, EMPTY or the pipeline to copy."""

    like = forms.ChoiceField(label=_("Begins with"))

    def __init__(self, data=None):
        super().__init__(Pipeline(), data)
        self.pipelines = {str(one.pk): one for one in Pipeline.objects.all()}
        copies = [(pk, _("The stages of %(pipeline)s") % {"pipeline": one.name}) for pk, one in self.pipelines.items()]
        fresh = [(EIGHT, _("The eight stages of a sale")), (EMPTY, _("One open and one won stage"))]
        self.fields["like"].choices = fresh + copies

    def clean_like(self):
        return self.pipelines.get(self.cleaned_data["like"], self.cleaned_data["like"])


class TargetForm(forms.Form):
    """Which stage takes the deals of one that goes out of use; `target` is that stage, or the likeliest one."""

    to = forms.ModelChoiceField(
        Stage.objects.none(),
        required=False,
        empty_label=None,
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"], _("Choose a stage that is in use and means the same.")
        ),
    )

    def __init__(self, stage, data, *, must=False):
        super().__init__(data)
        self.fields["to"].required = must
        others = stage.pipeline.stages.standing().exclude(pk=stage.pk)
        alike = Q(kind=Stage.Kind.OPEN) if stage.is_open else ~Q(kind=Stage.Kind.OPEN)
        self.fields["to"].queryset = others.filter(alike)
        self.guessed = before(stage, list(self.fields["to"].queryset))

    @property
    def target(self):
        self.full_clean()
        return self.cleaned_data.get("to") or self.guessed


def before(stage, others):
    """The stage in front of this one, else the first behind it."""
    ahead = [one for one in others if one.position < stage.position]
    return ahead[-1] if ahead else next(iter(others), None)


class SplitForm(forms.Form):
    """The new stage behind one, and which of its deals go there: those that match, or those chosen of them by hand."""

    name = forms.CharField(
        label=_("Name of the new stage"), max_length=60, error_messages={"required": _("Give the new stage a name.")}
    )
    probability = NumberField(
        label=_("Its probability"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        error_messages=dict.fromkeys(
            ["required", "invalid", "min_value", "max_value"], _("Write a number from 0 to 100, like 62.5.")
        ),
    )
    label = forms.ModelChoiceField(Label.objects.all(), label=_("Label"), required=False, empty_label=_("Any label"))
    owner = forms.ModelChoiceField(User.objects.all(), label=_("Owner"), required=False, empty_label=_("Anybody"))
    value_min = AmountField(label=_("Value from"), required=False)
    days_min = forms.IntegerField(label=_("Days in the stage, from"), required=False, min_value=0, max_value=3650)
    by_hand = forms.BooleanField(required=False)
    deal = forms.MultipleChoiceField(required=False)

    def __init__(self, stage, data=None, *, looking=False):
        super().__init__(data, initial={"probability": stage.probability})
        self.stage = stage
        self.standing = Deal.objects.on_board().filter(stage=stage)
        holders = self.standing.order_by().values("owner")
        self.fields["owner"].queryset = User.objects.filter(pk__in=holders)
        self.fields["label"].queryset = Label.objects.filter(pk__in=self.standing.order_by().values("label"))
        self.fields["deal"].choices = (
            [(str(pk), pk) for pk in self.standing.values_list("pk", flat=True)] if data else []
        )
        self.full_clean()
        self.typed = self.cleaned_data if data else {}  # what was understood of it
        if looking:
            self.errors.clear()

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        refuse_taken(self.stage.pipeline, name)
        return name

    @property
    def matching(self):
        """The deals the filter names."""
        asked, deals = self.typed, self.standing
        for name, lookup in (("label", "label"), ("owner", "owner"), ("value_min", "base_amount__gte")):
            if asked.get(name) is not None:
                deals = deals.filter(**{lookup: asked[name]})
        if asked.get("days_min"):
            deals = deals.filter(entered_stage_at__lte=timezone.now() - timedelta(days=asked["days_min"]))
        return deals

    @property
    def target(self):
        """The new stage as it would be."""
        probability = self.typed.get("probability")
        return Stage(
            pipeline=self.stage.pipeline, probability=self.stage.probability if probability is None else probability
        )

    def listed(self):
        """(deal, whether it goes) of those that match."""
        by_hand = self.is_bound and self.data.get("by_hand")
        chosen = set(self.data.getlist("deal")) if by_hand else None
        deals = self.matching.select_related("company", "owner").order_by("rank")
        return [(deal, chosen is None or str(deal.pk) in chosen) for deal in deals]

    def chosen(self):
        """The ids that go."""
        deals = self.matching
        if self.cleaned_data["by_hand"]:
            deals = deals.filter(pk__in=self.cleaned_data["deal"])
        return list(deals.values_list("pk", flat=True))


class MappingForm(forms.Form):
    """Into which pipeline deals go, and which of its stages takes those of each stage."""

    to = forms.ModelChoiceField(
        Pipeline.objects.none(),
        empty_label=None,
        label=_("Into"),
        error_messages=dict.fromkeys(["required", "invalid_choice"], _("Choose another pipeline that is in use.")),
    )

    def __init__(self, pipeline, data, *, must=True):
        super().__init__(data)
        self.pipeline = pipeline
        self.fields["to"].required = must
        self.fields["to"].queryset = Pipeline.objects.standing().exclude(pk=pipeline.pk)
        self.full_clean()
        self.to = self.cleaned_data.get("to") or self.fields["to"].queryset.first()
        self.targets = list(self.to.stages.standing()) if self.to else []

    @property
    def only(self):
        """The ids of the chosen deals; None means all."""
        ids = [int(word) for word in self.data.get("deals", "").split(",") if word.isdecimal() and len(word) < 19]
        return ids or None

    def ways(self):
        """One row for each stage that holds deals, with the stages that may take them."""
        chosen = {stage.pk: target for stage, target in self.mapping().items()}
        rows = ways_between(self.pipeline, self.targets, chosen, self.only)
        return [(row, [one for one in self.targets if one.is_open == row.stage.is_open]) for row in rows]

    def mapping(self):
        """{stage: the stage that takes its deals}, as chosen."""
        by_id = {str(target.pk): target for target in self.targets}
        chosen = {stage: by_id.get(self.data.get(f"stage_{stage.pk}", "")) for stage in self.pipeline.stages.all()}
        return {stage: target for stage, target in chosen.items() if target}


class TransferForm(forms.Form):
    """Into which stage of another pipeline a deal goes."""

    stage = forms.ModelChoiceField(
        Stage.objects.none(),
        error_messages={
            "required": _("Choose a stage."),
            "invalid_choice": _("This stage is not in use any more."),
        },
    )
    version = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    op = forms.UUIDField(required=False)

    def __init__(self, deal, data=None):
        super().__init__(data)
        elsewhere = Stage.objects.standing().filter(pipeline__retired_at=None).exclude(pipeline=deal.pipeline_id)
        elsewhere = elsewhere.select_related("pipeline").order_by("pipeline__position", "pipeline_id", "position", "id")
        self.fields["stage"].queryset = elsewhere
        self.likely = {}
        for stage in elsewhere:
            self.likely.setdefault(stage.pipeline, []).append(stage)

    def pipelines(self):
        """(pipeline, its stages, the one most like where the deal stands) of all others in use."""
        return self.likely.items()

    def asked(self):
        return {
            "to": self.cleaned_data["stage"],
            "version": self.cleaned_data["version"],
            "op": self.cleaned_data["op"],
        }
