"""What stands on Today for one reader: each slice's part, from one reading of what is agreed."""

from __future__ import annotations

from typing import Any

from roret.agreement.queries import Agreed
from roret.circle import queries as circle
from roret.circle.access import Viewer
from roret.kit import clock


def today(viewer: Viewer) -> dict[str, Any]:
    """The page's context: `people` are names by member."""
    now, agreed = clock.now(), Agreed(viewer)
    people = {face.id: face.name for face in circle.members(viewer)}
    return {"viewer": viewer, "zone": viewer.zone, "people": people, "now": now, "holder_id": agreed.holder_id}
