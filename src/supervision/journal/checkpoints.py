"""Checkpoints (检查点): the end of a chain on paper, against which a cut tail is found.

A checkpoint is one line that people print, mail or sign. It proves nothing by itself; together
with a later verification it shows that everything up to it still stands unchanged.
"""

from __future__ import annotations

import datetime as dt
import re

import attrs

from supervision.domain.values import Instant, instant, instant_text
from supervision.errors import JournalError, Refused
from supervision.journal.entry import ChainId

__all__ = ["Checkpoint"]

_FORMAT = "supervision.checkpoint/1"
_LINE = re.compile(
    r"(?P<chain>\S+) (?P<seq>0|[1-9]\d{0,17}) (?P<name>[a-z0-9]+):(?P<digest>[0-9a-f]*) (?P<at>\S+)",
    re.ASCII,
)


@attrs.frozen(kw_only=True)
class Checkpoint:
    """The end of a chain at a moment (检查点).

    Attributes:
        chain: the chain.
        seq: number of entries then.
        digest_name, digest: of the last entry; empty digest for an empty chain.
        at: when it was taken.

    Example:
        >>> from supervision.domain.values import Instant
        >>> from supervision.journal.entry import ChainId
        >>> point = Checkpoint(
        ...     chain=ChainId("unt_1"), seq=2, digest_name="sha256", digest="ab", at=Instant(10**15)
        ... )
        >>> Checkpoint.parse(point.line()) == point
        True
    """

    chain: ChainId
    seq: int
    digest_name: str
    digest: str
    at: Instant

    def line(self) -> str:
        """Return the line to print; the moment to the second, in office time."""
        end = f"{self.chain} {self.seq} {self.digest_name}:{self.digest}"
        return f"{_FORMAT} {end} {instant_text(self.at)}"

    @classmethod
    def parse(cls, line: str) -> Checkpoint:
        """Read a printed line.

        Raises:
            JournalError: `journal.checkpoint_line` when it is not one.
        """
        head, _, rest = " ".join(line.split()).partition(" ")
        match = _LINE.fullmatch(rest)
        if head != _FORMAT or match is None:
            raise JournalError("journal.checkpoint_line", found=line[:120])
        try:
            at = instant(dt.datetime.fromisoformat(match["at"]))
        except (ValueError, Refused) as error:
            raise JournalError("journal.checkpoint_line", found=line[:120]) from error
        return cls(
            chain=ChainId(match["chain"]),
            seq=int(match["seq"]),
            digest_name=match["name"],
            digest=match["digest"],
            at=at,
        )
