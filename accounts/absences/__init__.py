"""Days on which somebody is away: nothing new is given to them then."""
