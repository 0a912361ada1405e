from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    name = "proposals"
    verbose_name = _("Proposals")

    def ready(self):
        """Papers of proposals are drawn here; the rooms say their sentences and what they listen to."""
        from proposals.actions import sending
        from proposals.drawing import register
        from proposals.models import PaperKind
        from proposals.paper import draws

        register(PaperKind.PROPOSAL, draws=draws, keeps=sending.finish_sending, gives_up=sending.give_up_sending)
        autodiscover_modules("links.sentences", "answering.sentences", "reading.sentences")
        autodiscover_modules("answering.listeners", "scoring", "holding")
