"""The coach: how long a message takes, how it grows with the rules, what starting costs; peers on the same messages.

Held against `docs/decisions/0011-ordvalg.md`: 200 characters under 100 µs by rules and 250 µs with the model, import
under 60 ms, under 30 MB. Peers that are not installed are passed over and said to be.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from ordvalg import check, corpora, packs  # noqa: E402

TIMES = 15
MESSAGES = 300
RULES = (150, 500, 1500)


def figures() -> dict[str, float]:
    return {**of_length(), **of_rules(), **of_starting(), **peers()}


def texts(lang: str, length: int) -> list[str]:
    """Messages of the corpus put together and cut to a length, in a fixed order."""
    whole = [one.text for one in corpora.kept_apart(lang)]
    random.Random(length).shuffle(whole)
    made, at = [], 0
    while len(made) < MESSAGES:
        text = ""
        while len(text) < length:
            text += whole[at % len(whole)] + " "
            at += 1
        made.append(text[:length])
    return made


def microseconds(jobs: Mapping[str, tuple[Callable[[str], Any], Sequence[str]]]) -> dict[str, float]:
    """Each by its name, the best of several runs, per message. They take turns, so that all have the same weather."""
    best = dict.fromkeys(jobs, float("inf"))
    for _ in range(TIMES):
        for name, (of, messages) in jobs.items():
            begin = time.perf_counter()
            for text in messages:
                of(text)
            best[name] = min(best[name], (time.perf_counter() - begin) / len(messages) * 1e6)
    return best


def of_length() -> dict[str, float]:
    return microseconds(
        {
            f"{lang}, {length} characters, {how}, µs": (
                lambda text, lang=lang, soft=soft: check(text, lang, soft=soft),
                texts(lang, length),
            )
            for lang in ("da", "en")
            for length in (50, 200, 1000)
            for how, soft in (("rules", False), ("with the model", True))
        }
    )


def of_rules() -> dict[str, float]:
    """The same messages against packs of different sizes: the shipped rules, and copies of them with other words."""
    head, *rules = map(json.loads, (packs.PACKS / "da.jsonl").read_text("utf-8").splitlines())
    shipped = {**head, "rules": rules}
    messages = texts("da", 200)
    return microseconds(
        {
            f"da, 200 characters, {count} rules, µs": (
                lambda text, pack=pack: check(text, "da", soft=False, own=pack),
                messages,
            )
            for count, pack in ((count, packs.built(of_size(shipped, count))) for count in RULES)
        }
    )


def of_size(shipped: dict[str, Any], count: int) -> dict[str, Any]:
    """A pack of so many rules. A copy asks, in each of its sequences, for one word more."""
    rng = random.Random(count)
    rules, sets = [rule for rule in shipped["rules"] if "id" in rule], list(shipped["sets"])
    common = [line for line in sets if " " not in line and "$" not in line]
    made = rng.sample(rules, min(count, len(rules)))
    while len(made) < count:
        rule = dict(rng.choice(rules))
        sets.append(rng.choice(common))
        rule["pattern"] = [[*steps, len(sets) - 1] for steps in rule["pattern"]]
        made.append(rule)
    frames = [rule for rule in shipped["rules"] if "silences" in rule]
    return {**shipped, "rules": [*made, *frames], "sets": sets}


def of_starting() -> dict[str, float]:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}

    def best(code: str) -> tuple[float, float]:
        """Milliseconds more than an empty Python, and megabytes in all."""
        runs = []
        for _ in range(TIMES):
            begin = time.perf_counter()
            told = subprocess.run(
                [sys.executable, "-c", code + PEAK], env=env, capture_output=True, text=True, check=True
            )
            runs.append(((time.perf_counter() - begin) * 1000, float(told.stdout) / 1024))
        return min(runs)

    empty, _ = best("pass")
    imported, _ = best("import ordvalg")
    used, memory = best("import ordvalg; ordvalg.check('Har du prøvet yoga?', 'da')")
    both, memory_both = best(
        "import ordvalg; ordvalg.check('Har du prøvet yoga?'); ordvalg.check('Have you tried it?')"
    )
    return {
        "import, ms more than an empty Python": imported - empty,
        "import and the first Danish answer, ms": used - empty,
        "import and the first answer in both, ms": both - empty,
        "memory with Danish, MB": memory,
        "memory with both languages, MB": memory_both,
    }


PEAK = "\nprint(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"


def peers() -> dict[str, float]:
    """proselint (pip install proselint) and write-good or alex (npm install) on English messages of 200 characters."""
    messages = texts("en", 200)
    jobs: dict[str, tuple[Callable[[str], Any], Sequence[str]]] = {
        "en, 200 characters, this, µs": (lambda text: check(text, "en"), messages)
    }
    try:
        from proselint.checks import __register__
        from proselint.registry import CheckRegistry
        from proselint.tools import LintFile
    except ImportError:
        found = {"proselint is not installed": float("nan")}
    else:
        CheckRegistry().register_many(__register__)
        jobs["en, 200 characters, proselint, µs"] = (
            lambda text: LintFile(source="bench", content=text).lint(),
            messages,
        )
        found = {}
    found = {**microseconds(jobs), **found}
    for name in ("write-good", "alex"):
        took = in_node(name, messages)
        found[f"en, 200 characters, {name}, µs" if took == took else f"{name} is not installed"] = took
    return found


NODE = """
const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'))
;(async () => {
  const [name, times] = process.argv.slice(2)
  const peer = await import(name)
  const look = peer.alex || peer.default
  let best = Infinity
  for (let n = 0; n < Number(times); n++) {
    const begin = process.hrtime.bigint()
    for (const text of texts) look(text)
    best = Math.min(best, Number(process.hrtime.bigint() - begin) / 1000 / texts.length)
  }
  console.log(best)
})()
"""


def in_node(name: str, messages: Sequence[str]) -> float:
    """Microseconds a message; not a number where there is no Node or no such package in `bench/node_modules`."""
    folder = Path(os.environ.get("RORET_BENCH_NODE", ROOT / "bench"))
    if not shutil.which("node") or not (folder / "node_modules" / name).exists():
        return float("nan")
    entry = (folder / "node_modules" / name / main_of(folder / "node_modules" / name)).resolve().as_uri()
    script = folder / "node_modules" / ".bench-coach.cjs"
    script.write_text(NODE, "utf-8")
    try:
        done = subprocess.run(
            ["node", str(script), entry, str(TIMES)],
            input=json.dumps(messages),
            capture_output=True,
            text=True,
            check=True,
        )
    finally:
        script.unlink()
    return float(done.stdout)


def main_of(package: Path) -> str:
    told = json.loads((package / "package.json").read_text("utf-8"))
    exports = told.get("exports")
    return exports if isinstance(exports, str) else told.get("main", "index.js")
