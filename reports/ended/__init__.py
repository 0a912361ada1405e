"""Sums of what ended in months gone by, stays and deals: written at night, read where a long time is asked for."""
