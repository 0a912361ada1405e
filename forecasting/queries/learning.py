"""What a pipeline's history up to a moment teaches: the learning itself, for the nightly refit and for looking back."""

from dataclasses import dataclass, field

import numpy as np

from forecasting.odds import shrink
from forecasting.queries import history


@dataclass(frozen=True)
class Learning:
    """Hazards of the stages named, learned as of a moment, and what they rest on."""

    stages: list
    hazards: np.ndarray
    evidence: dict = field(default_factory=dict)


def learn(pipeline_id, now):
    """What the stays and ends up to `now` say; nothing that happened later is looked at."""
    stages = history.open_stages(pipeline_id)
    ids = [stage.pk for stage in stages]
    evidence = history.evidence(pipeline_id, now)
    exposure, exits = history.exposure_and_exits(pipeline_id, ids, now, evidence.half_life)
    defaults = [float(stage.probability) / 100 for stage in stages]
    return Learning(
        stages=ids,
        hazards=shrink(exposure, exits, defaults) if stages else np.zeros((0, 0, 0)),
        evidence={
            "won": evidence.won,
            "closed": evidence.closed,
            "visits": history.count_visits(ids, now),
            "half_life": evidence.half_life,
            "defaults": defaults,
        },
    )
