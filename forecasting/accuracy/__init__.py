"""How good earlier forecasts were, told from what was stored at the time alone."""
