"""Sums of the stays that ended in months gone by: written at night, read where all time is asked for."""
