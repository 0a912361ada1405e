from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PipelineConfig(AppConfig):
    name = "pipeline"
    verbose_name = _("Pipeline")

    def ready(self):
        """What gates can ask for, where upper floors add kinds of their own, and where saved views of deals open."""
        from accounts.faces import open_views_at
        from accounts.records import keep_records
        from pipeline.gates import register
        from pipeline.gates.custom import CustomKind
        from pipeline.gates.facts import AmountKind, BantKind, FieldKind
        from pipeline.gates.parts import ChecklistKind, ContactKind, ProposalKind
        from pipeline.models import Deal

        register(BantKind(), AmountKind(), ProposalKind(), ContactKind(), FieldKind(), ChecklistKind(), CustomKind())
        keep_records("deal", Deal, "pipeline:deal", lambda deal: (deal.company, deal.lead))
        autodiscover_modules("points.sentences")
        open_views_at("deals", board="pipeline:board", list="pipeline:deal-list", months="pipeline:months")
