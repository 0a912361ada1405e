from proposals.models.drawings import Drawing, Paper
from proposals.models.proposals import Milestone, NumberRange, Proposal, Version, VersionLine, VersionRecipient
from proposals.models.templates import Logo, ProposalTemplate, SectionKind, TemplateSection

__all__ = [
    "Drawing",
    "Logo",
    "Milestone",
    "NumberRange",
    "Paper",
    "Proposal",
    "ProposalTemplate",
    "SectionKind",
    "TemplateSection",
    "Version",
    "VersionLine",
    "VersionRecipient",
]
