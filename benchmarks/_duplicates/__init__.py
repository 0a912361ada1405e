"""Parts of the measurement of duplicates: people of many languages, and how they are written down twice."""
