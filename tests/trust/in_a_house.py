"""For a house with a data folder of its own, what a test has done in it: `python -m tests.trust.in_a_house WHAT`.

`live` builds a world and lives a day in it, `look` reads everything there is with every seal opened, `beat 1500` is
what its worker writes in a hundred minutes. Each says on its last line of output what came of it.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from tests.journeys.house import loosen_clock


def live() -> dict[str, Any]:
    from tests.canaries import Canaries
    from tests.trust import a_past_day
    from tests.trust.opened import sealed_in
    from tests.world import build_world

    world = build_world(Canaries(3000))
    sealed = dict[str, str]()
    for scene in a_past_day.live(world.canaries, world.home):
        sealed |= {blob.hex(): f"{scene}: {place}" for place, blob in sealed_in(a_past_day.TABLES).items()}
    return {
        "groups": world.canaries.group_of,
        "cookies": world.cookies,
        "circle": str(world.home.circle_id),
        "members": {who: str(member) for who, member in world.home.members.items()},
        "sealed": sealed,
    }


def look() -> dict[str, Any]:
    from tests.trust.a_past_day import TABLES
    from tests.trust.opened import exports, opened, sealed_in

    sealed = {blob.hex(): place for place, blob in sealed_in(TABLES).items()}
    return {"rows": opened(), "exports": exports(), "sealed": sealed}


def beat(times: str) -> None:
    from roret.outbox import actions

    for _ in range(int(times)):
        actions.beat()


if __name__ == "__main__":
    import django

    loosen_clock()
    django.setup()
    from django.test.utils import setup_test_environment

    setup_test_environment()
    done = {"live": live, "look": look, "beat": beat}[sys.argv[1]](*sys.argv[2:])  # type: ignore[operator]
    sys.stdout.write("\n" + json.dumps(done))
