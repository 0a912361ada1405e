"""What changed in the open pipeline of a period between any two days, to the cent."""
