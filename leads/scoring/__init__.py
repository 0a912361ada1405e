"""What a lead's score is made of: rules, the reasons they give, and the labels that follow."""

from leads.scoring import sentences

__all__ = ["sentences"]
