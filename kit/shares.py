"""What a share of so many cases can be trusted for."""

from math import sqrt

NORMAL_95 = 1.959963984540054


def wilson(share, cases, z=NORMAL_95):
    """The ends of the Wilson interval of a share (0 to 1) of so many cases; 95% unless told."""
    if not cases:
        return 0.0, 1.0
    middle = (share + z * z / (2 * cases)) / (1 + z * z / cases)
    half = z * sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases)) / (1 + z * z / cases)
    return max(middle - half, 0.0), min(middle + half, 1.0)
