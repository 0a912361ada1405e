"""Follow-ups in people's own calendars, by a private address."""
