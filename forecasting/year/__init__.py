"""When the fiscal year begins."""
