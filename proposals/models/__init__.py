from proposals.models.drawings import Drawing, Paper, PaperKind
from proposals.models.links import (
    SHOWN,
    Answer,
    Code,
    ExpiryReminder,
    Link,
    LinkKey,
    Question,
    Visit,
)
from proposals.models.proposals import Milestone, NumberRange, Proposal, Version, VersionLine, VersionRecipient
from proposals.models.templates import Logo, ProposalTemplate, SectionKind, TemplateSection

__all__ = [
    "SHOWN",
    "Answer",
    "Code",
    "Drawing",
    "ExpiryReminder",
    "Link",
    "LinkKey",
    "Logo",
    "Milestone",
    "NumberRange",
    "Paper",
    "PaperKind",
    "Proposal",
    "ProposalTemplate",
    "Question",
    "SectionKind",
    "TemplateSection",
    "Version",
    "VersionLine",
    "VersionRecipient",
    "Visit",
]
