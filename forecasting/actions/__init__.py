"""Learn from what happened, and keep every open deal's chances and every month's forecast true."""

from forecasting.actions.learning import is_outdated, recompute, recompute_everything, refit

__all__ = ["is_outdated", "recompute", "recompute_everything", "refit"]
