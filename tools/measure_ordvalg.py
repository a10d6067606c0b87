"""How well ordvalg sees what the labelled messages say: precision, recall and F1 per flag, by rules alone and with the
model.

    python tools/measure_ordvalg.py [--lang da|en] [--on apart|WRITER] [--wrong FLAG]
    python tools/measure_ordvalg.py --agreement
    python tools/measure_ordvalg.py --lang da --noise FILE [--column 0]

`apart` (as it is without --on) are the writers that nothing has learned from. A message counts once for each flag.
--wrong lists messages where what is found and what is labelled differ. --noise reads ordinary text, a sentence a line
(or a column of a table with tabs), and lists every sure finding, to be read one by one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from ordvalg import FLAGS, LANGUAGES, MOVES, Findings, check, corpora


@dataclass
class Count:
    """Of one kind: said rightly, said wrongly, not said."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, said: bool, labelled: bool) -> None:
        self.right += said and labelled
        self.wrong += said and not labelled
        self.missed += labelled and not said

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    def __str__(self) -> str:
        return f"{self.precision:.2f} {self.recall:.2f} {self.f1:.2f}"


@dataclass
class Measured:
    flags: dict[str, Count] = field(default_factory=lambda: {flag: Count() for flag in FLAGS})
    whole: Count = field(default_factory=Count)
    by_way: dict[str, Count] = field(default_factory=dict)
    clean: int = 0
    pointed_at: int = 0


def measured(messages: Sequence[corpora.Message], found: Sequence[Findings], *, sure: bool = False) -> Measured:
    """`sure` looks at the sure findings alone."""
    figures = Measured()
    for message, one in zip(messages, found, strict=True):
        said = {flag.flag for flag in one.flags if flag.sure or not sure}
        for flag in FLAGS:
            pair = flag in said, flag in message.flags
            figures.flags[flag].add(*pair)
            figures.whole.add(*pair)
            figures.by_way.setdefault(message.way, Count()).add(*pair)
        if not message.flags:
            figures.clean += 1
            figures.pointed_at += bool(said)
    return figures


def table(messages: Sequence[corpora.Message], lang: str) -> str:
    rules = [check(one.text, lang, soft=False) for one in messages]
    whole = [check(one.text, lang) for one in messages]
    columns = measured(messages, rules, sure=True), measured(messages, rules), measured(messages, whole)
    lines = ["| | labelled | sure P R F1 | rules P R F1 | with the model P R F1 |", "|---|---|---|---|---|"]
    for flag in FLAGS:
        labelled = sum(flag in one.flags for one in messages)
        lines.append(f"| {flag} | {labelled} | " + " | ".join(str(one.flags[flag]) for one in columns) + " |")
    lines.append("| all flags | | " + " | ".join(str(one.whole) for one in columns) + " |")
    for way in ("everyday", "indirect", "ironic"):
        cells = (f"recall {one.by_way[way].recall:.2f}" if way in one.by_way else "" for one in columns)
        lines.append(f"| {way} | {sum(one.way == way for one in messages)} | " + " | ".join(cells) + " |")
    clean = (f"{100 * one.pointed_at / max(1, one.clean):.1f} %" for one in columns)
    lines.append(f"| clean messages pointed at | {columns[0].clean} | " + " | ".join(clean) + " |")
    moves = Count()
    for message, one in zip(messages, whole, strict=True):
        for move in MOVES:
            moves.add(any(found.move == move for found in one.moves), move in message.moves)
    lines.append(f"| all moves | {sum(len(one.moves) for one in messages)} | | {moves} | |")
    return "\n".join(lines)


def noise(path: Path, column: int, lang: str) -> str:
    """What is found in ordinary text, where little should be."""
    sentences = [line.split("\t")[column] for line in path.read_text("utf-8").splitlines() if line.strip()]
    found = [check(sentence, lang) for sentence in sentences]
    lines = [
        f"{flag.rule:45s} {sentence}"
        for sentence, one in zip(sentences, found, strict=True)
        for flag in one.flags
        if flag.sure
    ]
    sure = sum(any(flag.sure for flag in one.flags) for one in found)
    every = sum(bool(one.flags) for one in found)
    rate, all_rate = 1000 * sure / len(sentences), 1000 * every / len(sentences)
    return "\n".join([*sorted(lines), f"{path.name}: {rate:.2f} sure, {all_rate:.2f} in all, per 1 000 sentences"])


def agreement(lang: str) -> str:
    """How far two readers come to the same labels, by Cohen's kappa: 0 as chance has it, 1 always."""
    twice = [(one.first, one.second) for one in corpora.messages(lang) if one.second is not None]
    lines = [
        f"{lang}: {len(twice)} messages read twice",
        "",
        "| | first | second | both | kappa |",
        "|---|---|---|---|---|",
    ]
    kappas = []
    for kind in (*FLAGS, *MOVES):
        pairs = [(kind in one, kind in other) for one, other in twice]
        total = len(pairs)
        first, second = sum(a for a, _ in pairs), sum(b for _, b in pairs)
        same = sum(a == b for a, b in pairs) / total
        chance = (first * second + (total - first) * (total - second)) / total**2
        kappas.append((same - chance) / (1 - chance))
        lines.append(f"| {kind} | {first} | {second} | {sum(a and b for a, b in pairs)} | {kappas[-1]:.2f} |")
    lines.append(f"| mean | | | | {sum(kappas) / len(kappas):.2f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lang", choices=LANGUAGES)
    parser.add_argument("--on", default="apart")
    parser.add_argument("--wrong", choices=(*FLAGS, *MOVES))
    parser.add_argument("--agreement", action="store_true", help="how far the two readers of every message agree")
    parser.add_argument("--noise", type=Path)
    parser.add_argument("--column", type=int, default=0)
    parser.add_argument("--rules", action="store_true", help="with --wrong: by rules alone")
    told = parser.parse_args()
    for lang in [told.lang] if told.lang else LANGUAGES:
        if told.agreement:
            print(f"{agreement(lang)}\n")
            continue
        if told.noise:
            print(noise(told.noise, told.column, lang))
            continue
        if told.on == "apart":
            messages = corpora.kept_apart(lang)
        else:
            messages = [one for one in corpora.messages(lang) if told.on in ("all", one.writer)]
        if not messages:
            continue
        if not told.wrong:
            print(f"{lang}: {len(messages)} messages\n\n{table(messages, lang)}\n")
            continue
        for message in messages:
            one = check(message.text, lang, soft=not told.rules)
            said = {flag.flag: flag.rule or "model" for flag in one.flags} | {move.move: "" for move in one.moves}
            labelled = told.wrong in message.flags | message.moves
            if labelled != (told.wrong in said):
                what = "missed" if labelled else f"wrong {said[told.wrong]}"
                print(f"{what:30s} {message.id} {message.way:8s} {message.text}")


if __name__ == "__main__":
    main()
