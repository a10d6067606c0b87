"""What is wrong in a content file: where, the line itself with its neighbours, and what is allowed there."""

from __future__ import annotations

import re
from pathlib import Path

_HEAD = re.compile(r"\s*\[\[\s*([\w.-]+)\s*\]\]")


class ContentError(Exception):
    """One mistake in one file. `str()` is the whole report, for a terminal; the parts are attributes.

    `line` counts from 1; 0 means the file as a whole (it is missing, it cannot be read).
    """

    def __init__(self, file: Path, line: int, problem: str, *, allowed: str = "", source: str = "") -> None:
        self.file = file
        self.line = line
        self.problem = problem
        self.allowed = allowed
        self.excerpt = _excerpt(source, line)
        super().__init__(self._report())

    def _report(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else str(self.file)
        parts = [f"{place}: {self.problem}", *self.excerpt]
        if self.allowed:
            parts.append(f"  Allowed here: {self.allowed}")
        return "\n".join(parts)


def _excerpt(source: str, line: int) -> list[str]:
    lines = source.split("\n")
    if not source or not 1 <= line <= len(lines):
        return []
    near = range(max(1, line - 1), min(len(lines), line + 1) + 1)
    width = len(str(near[-1]))
    return [f"{'>' if n == line else ' '} {n:>{width}} | {lines[n - 1]}"[:160] for n in near]


def read_text(file: Path) -> str:
    """The text of a content file, with Unix line ends. Raises `ContentError` when it is not UTF-8 or not there."""
    try:
        return file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ContentError(file, line, "this line is not UTF-8 text", allowed="text saved as UTF-8") from error
    except OSError as error:
        raise ContentError(file, 0, f"the file cannot be read ({error.strerror})") from error


def not_decoded(file: Path, source: str, message: str, allowed: str = "") -> ContentError:
    """What msgspec says of a TOML file that it could not decode, with the line it is about.

    TOML's own mistakes name a line, and nothing more is allowed there; a mistake in the shape names a path, which is
    looked up.
    """
    at_line = re.search(r"\(at line (\d+)", message)
    if at_line:
        return ContentError(file, int(at_line[1]), message, source=source)
    path = re.search(r"at `(\$[^`]*)`", message)
    unknown = re.search(r"unknown field `(\w+)`", message)
    where = (path[1] if path else "$") + (f".{unknown[1]}" if unknown else "")
    return ContentError(file, line_of(source, where), message, allowed=allowed, source=source)


def line_of(source: str, path: str) -> int:
    """The line of a path such as `$.cases[3].replies[1].does`; where it is missing, that of the table it belongs to.

    The keys of a table stand before the next `[[` head. What is inside a value has the line of its key.
    """
    lines = ["", *source.split("\n")]
    heads = [(n, head[1]) for n, line in enumerate(lines) if (head := _HEAD.match(line))]
    begin, end, table = 0, len(lines), ""
    for part, nth in re.findall(r"\.(\w+)(?:\[(\d+)\])?", path):
        name = f"{table}.{part}".lstrip(".")
        same = [n for n, head in heads if head == name and begin < n < end]
        if not nth or int(nth) >= len(same):
            end = next((n for n, _ in heads if begin < n < end), end)
            begin = next((n for n in range(begin, end) if re.match(rf"\s*{part}\s*=", lines[n])), begin)
            break
        begin, end, table = same[int(nth)], next(iter(same[int(nth) + 1 :]), end), name
    return max(begin, 1)
