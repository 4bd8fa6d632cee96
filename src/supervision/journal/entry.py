"""One entry of the journal (日志条目) and the exact text its digest covers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import NewType, TypeAlias

import attrs

from supervision.domain.marks import OPEN, file_in
from supervision.domain.values import Instant
from supervision.errors import ConfigError, JournalError

__all__ = [
    "GENESIS",
    "SUPPORTED_DIGESTS",
    "ChainId",
    "Digester",
    "Entry",
    "Header",
    "chain_of",
    "closed_chain",
    "digest_of",
    "digester",
    "file_of",
    "open_chain",
    "sealed_digest",
]

ChainId = NewType("ChainId", str)
"""`<unit id>` for a unit's open chain, `<unit id>/closed/<file id>` for a closed file of it."""
Digester: TypeAlias = Callable[[bytes], str]

_FORMAT = "supervision.journal/1"
_CLOSED = "/closed/"
GENESIS = ""
"""`prev` of the first entry."""
SUPPORTED_DIGESTS = ("sha256", "sm3")


def open_chain(unit: str) -> ChainId:
    """Return the unit's open chain."""
    return ChainId(unit)


def closed_chain(unit: str, file: str) -> ChainId:
    """Return the chain of a closed file (密卷) of the unit."""
    return ChainId(f"{unit}{_CLOSED}{file}")


def chain_of(unit: str, file: str) -> ChainId:
    """Return the chain that proves a record which lies at `file`, the reserved field of its row.

    It stays the same for the record's whole life: a released file goes on in its own chain.

    Example:
        >>> chain_of("unt_1", "open"), chain_of("unt_1", "open:fil_1")
        ('unt_1', 'unt_1/closed/fil_1')
    """
    closed = file_in(file)
    return open_chain(unit) if closed is None else closed_chain(unit, closed)


def file_of(chain: str) -> str:
    """Return where the records of a chain lie as long as no file is released: `open` or a file.

    Example:
        >>> file_of("unt_1"), file_of("unt_1/closed/fil_1")
        ('open', 'fil_1')
    """
    _, closed, file = chain.partition(_CLOSED)
    return file if closed else OPEN


def digester(name: str) -> Digester:
    """Return `hashlib`'s function from bytes to lower-case hex for a digest (摘要算法).

    Raises:
        ConfigError: `journal.digest` when `hashlib` on this machine does not know it.
    """
    if name not in SUPPORTED_DIGESTS or name not in hashlib.algorithms_available:
        raise ConfigError("journal.digest", found=name, known=SUPPORTED_DIGESTS)
    empty = hashlib.new(name)  # copied, for to find an algorithm by its name takes as long

    def digest(data: bytes) -> str:
        found = empty.copy()
        found.update(data)
        return found.hexdigest()

    return digest


@attrs.frozen(kw_only=True)
class Header:
    """What is known of an entry without its payload (条目头).

    Attributes:
        chain: the chain.
        seq: 1, 2, 3 … without gaps within the chain.
        kind, id: the record.
        version: the record's version after this change.
        tag, tag_version: the change.
        at: when it was entered.
        actor: officer who entered it.
        reason: one line; may be empty.
        prev: digest of the entry before, `""` for the first.
        digest_name: `sha256` or `sm3`.
    """

    chain: ChainId
    seq: int
    kind: str
    id: str
    version: int
    tag: str
    tag_version: int
    at: Instant
    actor: str
    reason: str
    prev: str
    digest_name: str


@attrs.frozen(kw_only=True)
class Entry:
    """A header, the canonical text of the change, and the digest of both (日志条目)."""

    header: Header
    payload: str
    digest: str


def digest_of(header: Header, payload: str, digest: Digester) -> str:
    """Compute the digest of an entry with the function `header.digest_name` stands for.

    Raises:
        JournalError: `journal.newline` when a header field would break the line structure.
    """
    lines = (
        _FORMAT,
        header.chain,
        str(header.seq),
        header.kind,
        header.id,
        str(header.version),
        header.tag,
        str(header.tag_version),
        str(header.at),
        header.actor,
        header.reason,
        header.prev,
        header.digest_name,
        payload,
    )
    text = "\n".join(lines)
    if text.count("\n") != len(lines) - 1:
        raise JournalError("journal.newline", chain=header.chain, seq=header.seq)
    return digest(text.encode())


def sealed_digest(digest_name: str, digest: Digester, salt: bytes, content: bytes) -> str:
    """Return `name:hex` of salt and content, the key of a sealed blob."""
    return f"{digest_name}:{digest(salt + content)}"
