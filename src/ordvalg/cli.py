"""The command line.

    python -m ordvalg check --lang da|en|auto --format jsonl|text [TEXT ...]
    python -m ordvalg --list [--lang da|en]
    python -m ordvalg --explain RULE
    python -m ordvalg compile          makes the packs' JSON from their records

`check --format jsonl` reads lines of {"id": …, "text": …} and answers each with one line, at once. Exit status is 0
whatever is found, 2 when something could not be read; then what could be read has still been answered.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO, Final

from ordvalg import compiling, packs, records
from ordvalg.checking import check
from ordvalg.findings import FLAGS, LANGUAGES, Findings

UNUSABLE: Final = 2
_MARK, _SOFT, _PLAIN = "\033[4m", "\033[2m", "\033[0m"


def main(arguments: list[str] | None = None) -> int:
    told = _parser().parse_args(arguments)
    if told.explain:
        return _explain(told.explain)
    if told.list:
        return _list(told.lang)
    if told.command == "compile":
        return _compile()
    if told.command != "check":
        _parser().print_usage(sys.stderr)
        return UNUSABLE
    pack = None
    if told.packs:
        if told.lang not in LANGUAGES:
            return _unusable("--packs needs --lang da or --lang en")
        pack, problems = compiling.from_records(told.lang, told.packs)
        for problem in problems:
            print(problem, file=sys.stderr)
    if told.format == "text":
        return _for_people(told, pack)
    return _lines(sys.stdin.buffer, sys.stdout.buffer, told.lang, pack)


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--explain", metavar="RULE", help="what a rule sees, why, and its examples")
    common.add_argument("--list", action="store_true", help="every rule with its flag or move")
    common.add_argument("--lang", choices=("auto", *LANGUAGES), default="auto")
    common.add_argument("--format", choices=("jsonl", "text"), default="jsonl")
    common.add_argument("--packs", type=Path, metavar="FOLDER", help="rules of your own instead of those shipped")
    parser = argparse.ArgumentParser(
        "ordvalg",
        description=__doc__,
        parents=[common],
        add_help=True,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    some = parser.add_subparsers(dest="command", metavar="check | compile")
    looks = some.add_parser("check", parents=[common], help="look at messages")
    looks.add_argument("text", nargs="*", help="for --format text: the message; without it, standard input")
    some.add_parser("compile", help="make the packs' JSON from their records")
    return parser


def _unusable(what: str) -> int:
    print(f"ordvalg: {what}", file=sys.stderr)
    return UNUSABLE


def _lines(lines: Iterable[bytes], out: BinaryIO, lang: str, pack: packs.Pack | None) -> int:
    status = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line.decode("utf-8"))
            if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
                raise ValueError('a line is {"id": …, "text": "…"}')
        except (ValueError, RecursionError) as error:
            what = "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
            status = _unusable(f"line {number}: {what}")
            continue
        answer = {"id": asked.get("id"), **check(asked["text"], lang, own=pack).to_json()}
        out.write(_line(answer))
        out.flush()
    return status


def _line(answer: dict[str, Any]) -> bytes:
    text = json.dumps(answer, ensure_ascii=False)
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError:  # half a character in the id
        return json.dumps(answer).encode() + b"\n"


def _for_people(told: argparse.Namespace, pack: packs.Pack | None) -> int:
    if told.text:
        text = " ".join(told.text)
    else:
        try:
            text = sys.stdin.buffer.read().decode("utf-8")
        except UnicodeDecodeError as error:
            return _unusable(f"standard input is not UTF-8 (byte {error.start})")
    sys.stdout.write(_told(text.strip(), check(text.strip(), told.lang, own=pack), sys.stdout.isatty()))
    return 0


_SAYS: Final = {
    "da": ("Ingenting fangede øjet.", "lander tit sådan", "kan lande sådan"),
    "en": ("Nothing caught the eye.", "often lands so", "may land so"),
}


def _told(text: str, found: Findings, colour: bool) -> str:
    if found.lang is None:
        return "Dansk og engelsk er de sprog, der kan læses her. / Danish and English are the languages read here.\n"
    nothing, rule, soft = _SAYS[found.lang]
    if not found.flags:
        return nothing + "\n"
    mark, dim, plain = (_MARK, _SOFT, _PLAIN) if colour and "NO_COLOR" not in os.environ else ("”", "", "”")
    end = plain if colour else ""
    parts = []
    for flag in found.flags:
        says = rule if flag.sure else soft
        parts.append(
            f"{mark}{text[flag.start : flag.end]}{plain}  {dim}{says} · {flag.rule or flag.flag}{end}\n"
            + textwrap.fill(flag.why, 78, initial_indent="  ", subsequent_indent="  ")
            + "".join(f"\n    – {opening}" for opening in flag.instead)
        )
    return "\n\n".join(parts) + "\n"


def _explain(name: str) -> int:
    lang = name.partition(".")[0]
    rules = {rule.id: rule for rule in records.load(lang).rules} if lang in LANGUAGES else {}
    if name not in rules:
        return _unusable(f"there is no rule {name}. `python -m ordvalg --list` names them all.")
    rule = rules[name]
    print(f"{rule.id}  ({'sure' if rule.sure else 'points'})\n\n{rule.why}\n")
    for head, texts in (("instead", rule.instead), ("catches", rule.caught), ("leaves alone", rule.fine)):
        if texts:
            print(f"{head}:\n" + "".join(f"  {text}\n" for text in texts))
    print(f"source: {rule.source}\n{rule.file.parent.name}/{rule.file.name}:{rule.line}")
    return 0


def _list(lang: str) -> int:
    for one in LANGUAGES if lang == "auto" else (lang,):
        for rule in packs.pack(one).rules:
            if rule.id:
                print(f"{rule.id}\t{rule.kind}\t{'sure' if rule.sure else 'points' if rule.kind in FLAGS else 'move'}")
    return 0


def _compile() -> int:
    status = 0
    for lang in LANGUAGES:
        problems = compiling.write(lang)
        for problem in problems:
            print(problem, file=sys.stderr)
            status = 1
        print(f"{lang}: {len(records.load(lang).rules)} rules" if not problems else f"{lang}: not written")
    return status
