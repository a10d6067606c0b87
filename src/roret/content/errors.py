"""What is wrong in a content file: where, the line itself with its neighbours, and what is allowed there."""

from __future__ import annotations

from pathlib import Path


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
