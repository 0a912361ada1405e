"""The pages of bookings: for guests on the street, and for the owner of the times."""
