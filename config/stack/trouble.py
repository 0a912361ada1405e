class Trouble(Exception):
    """Something that keeps the stack from running, said in one clear sentence."""
