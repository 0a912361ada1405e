"""What history says, the forecast kept ready, what people said it would be, and how everything stood each night."""

from forecasting.models.learned import DealOdds, ForecastLine, LearnedOdds

__all__ = ["DealOdds", "ForecastLine", "LearnedOdds"]
