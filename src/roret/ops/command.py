"""The host's commands: `roret serve`, `roret doctor` and so on."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from roret.ops import processes
from roret.ops.house import House, Refused


def run(arguments: Sequence[str], house: House) -> int:
    """Carry out one command. Gives the exit status: 0 done, 1 not well, 2 refused."""
    chosen, rest = _parser().parse_known_args(arguments)
    if rest and chosen.command != "manage":
        _parser().error(f"unknown words: {' '.join(rest)}")
    try:
        return COMMANDS[chosen.command](house, chosen, rest)
    except KeyboardInterrupt:
        return 0  # Ctrl-C is how a command that runs on is ended
    except Refused as refusal:
        print(f"roret: {refusal}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="roret", description="Run and look after a Roret.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("serve", help="start the web process and the worker, and watch over both")
    commands.add_parser("web", help="the web process alone, for a host who watches over it otherwise")
    commands.add_parser("worker", help="the worker alone, likewise")
    commands.add_parser("migrate", help="bring both databases up to this version")
    demo = commands.add_parser("demo", help="fill an empty box with made-up people and print a link for each")
    demo.add_argument("--json", action="store_true", help="print the links as JSON")
    commands.add_parser("doctor", help="say in plain sentences what is missing and how to mend it")
    commands.add_parser("settings", help="print every setting with its meaning")
    commands.add_parser("manage", help="one of Django's own commands", add_help=False, prefix_chars="\0")
    return parser


def _serve(house: House, chosen: argparse.Namespace, rest: list[str]) -> int:
    from roret.ops.serve import serve

    return serve(house)


def _web(house: House, chosen: argparse.Namespace, rest: list[str]) -> int:
    house.load()
    from django.conf import settings

    from roret.ops import web
    from roret.ops.serve import listen

    return web.run(house.application(), listen(settings.HOST, settings.PORT))


def _worker(house: House, chosen: argparse.Namespace, rest: list[str]) -> int:
    house.load()
    from roret.ops.worker import Worker

    return Worker(house.due(), house.sweep()).run(until=processes.ENDING)


def _migrate(house: House, chosen: argparse.Namespace, rest: list[str]) -> int:
    house.load()
    from roret.ops import prepare

    prepare.check_data_folder()
    prepare.check_root_key()
    print("Both databases were brought up to this version." if prepare.migrate() else "Both databases are up to date.")
    return 0


def _demo(house: House, chosen: argparse.Namespace, rest: list[str]) -> int:
    house.load()
    from roret.ops import demo
    from roret.ops.prepare import prepare

    prepare()
    demo.load(json=chosen.json)
    return 0


def _doctor(house: House, chosen: argparse.Namespace, rest: list[str]) -> int:
    from roret.ops.doctor import examine

    findings = examine(house)
    for finding in findings:
        print(f"{finding.mark} {finding.sentence}")
    return 1 if any(finding.needs_mending for finding in findings) else 0


def _settings(house: House, chosen: argparse.Namespace, rest: list[str]) -> int:
    width = max(len(option.name) for option in house.options) + len("RORET_")
    for option in house.options:
        name = f"RORET_{option.name}"
        there = "set" if {name, f"{name}_FILE"} & set(os.environ) else option.default or "empty"
        print(f"{name:<{width}}  {option.help} [{there}]")
    return 0


def _manage(house: House, chosen: argparse.Namespace, rest: list[str]) -> int:
    house.load()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["roret manage", *rest])
    return 0


COMMANDS = {
    "serve": _serve,
    "web": _web,
    "worker": _worker,
    "migrate": _migrate,
    "demo": _demo,
    "doctor": _doctor,
    "settings": _settings,
    "manage": _manage,
}
