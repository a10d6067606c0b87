"""Builds worlds in a data folder for good, and says on its output what is in them: `python -m tests.trust.lived_in 3`."""

from __future__ import annotations

import json
import sys


def main(worlds: int) -> None:
    import django

    django.setup()
    from django.test.utils import setup_test_environment

    setup_test_environment()
    from django.core.cache import cache

    from tests.canaries import Canaries
    from tests.trust.a_day import say_everything
    from tests.world import build_world

    said = []
    for number in range(worlds):
        cache.clear()  # more people sign in here in a minute than one address may try to
        made = build_world(Canaries(1000 + number))
        say_everything(made.canaries, "", made.home)
        said.append({"groups": made.canaries.group_of, "cookies": made.cookies, "ids": made.home.ids})
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(int(sys.argv[1]))
