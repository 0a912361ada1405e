"""Fields an admin adds: what they are, how their values are read, written, said, found and kept quick to find."""
