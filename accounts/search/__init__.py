"""The search in the head of every page: one word, and whatever is called so, of every kind this person may see."""
