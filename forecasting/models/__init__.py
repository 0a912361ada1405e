"""What history says, the forecast kept ready, what people said it would be, and how everything stood each night."""

from forecasting.models.learned import DealOdds, ForecastLine, LearnedOdds
from forecasting.models.ledger import Entry, PeriodKind
from forecasting.models.nights import DealSnapshot, ForecastSnapshot, How, Night
from forecasting.models.pools import Arrivals, OpenPool
from forecasting.models.weights import Weight, WeightChoice

__all__ = [
    "Arrivals",
    "DealOdds",
    "DealSnapshot",
    "Entry",
    "ForecastLine",
    "ForecastSnapshot",
    "How",
    "LearnedOdds",
    "Night",
    "OpenPool",
    "PeriodKind",
    "Weight",
    "WeightChoice",
]
