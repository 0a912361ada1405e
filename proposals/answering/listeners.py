"""The room in which signed papers are drawn takes up what was accepted."""

from proposals.answering import signed
from proposals.drawing import register
from proposals.models import PaperKind

register(PaperKind.SIGNED, draws=signed.draws, keeps=signed.keeps, gives_up=signed.gives_up)
