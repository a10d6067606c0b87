"""ordvalg: looks at a message that is to support somebody, and points at words that may miss.

    >>> found = check("Har du prøvet yoga?", lang="da")
    >>> [(flag.flag, flag.sure) for flag in found.flags]
    [('advice', True)]

Two speak in it: the rules of a language (a `Flag` with a rule's id), and a small model where no rule knows the words (a
`Flag` with none). It keeps nothing, writes nothing and asks no network; the same text gives the same answer.
"""

from __future__ import annotations

from ordvalg.checking import check
from ordvalg.findings import FLAGS, LANGUAGES, MOVES, WISH, Findings, Flag, Move, Wishes
from ordvalg.reading import LONGEST

__all__ = ["FLAGS", "LANGUAGES", "LONGEST", "MOVES", "WISH", "Findings", "Flag", "Move", "Wishes", "check"]
