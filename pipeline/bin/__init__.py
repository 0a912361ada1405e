"""Deals and products in the recycle bin: what is theirs alone to know of going and of coming back."""

from pipeline.bin import kinds  # noqa: F401 - it tells the bin of them, whoever asks for this room first
