"""How large the proofs run: `PROOF_SCALE` times the size that a quick run has.

The quick run has fixed seeds; a larger one looks for new ground each time.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

SCALE = max(1, int(os.environ.get("PROOF_SCALE", "1")))


def proof(quick: int, steps: int = 20) -> settings:
    """Hypothesis settings for `quick` schedules at scale 1."""
    return settings(
        max_examples=quick * SCALE,
        stateful_step_count=steps,
        derandomize=SCALE == 1,
        suppress_health_check=list(HealthCheck),
    )
