"""Letters: templates and their gaps, sending, and the filing of what comes in."""
