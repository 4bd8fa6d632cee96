"""Changes as text (变更的编码): tags, versions, upcasters."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from supervision.codec.text import decode, normal, structure
from supervision.domain.records import ChangeType, RecordKind
from supervision.errors import CodecError, JournalError

__all__ = ["decode_change", "encode_change"]


@cache
def _by_class(kind: RecordKind[Any]) -> dict[type, ChangeType]:
    return {change.cls: change for change in kind.changes}


@cache
def _by_tag(kind: RecordKind[Any]) -> dict[str, ChangeType]:
    return {change.tag: change for change in kind.changes}


def encode_change(kind: RecordKind[Any], change: object) -> tuple[Any, str, int, str]:
    """Return the change in NFC, its tag, its version, and its canonical text.

    Raises:
        CodecError: `codec.foreign_change` when the kind does not declare the change.
    """
    declared = _by_class(kind).get(type(change))
    if declared is None:
        raise CodecError("codec.foreign_change", kind=kind.name, cls=type(change).__name__)
    value, text = normal(change)
    return value, declared.tag, declared.version, text


def decode_change(kind: RecordKind[Any], tag: str, version: int, text: str) -> Any:
    """Read a change of any version ever written, lifting old ones through the upcasters.

    Raises:
        JournalError: `journal.unknown_tag`, `journal.newer_version`.
        CodecError: when the text is not such a change.
    """
    declared = _by_tag(kind).get(tag)
    if declared is None:
        raise JournalError("journal.unknown_tag", kind=kind.name, tag=tag)
    if not 1 <= version <= declared.version:
        raise JournalError("journal.newer_version", tag=tag, found=version, known=declared.version)
    if version == declared.version:
        return decode(declared.cls, text)
    payload: Mapping[str, Any] = _mapping(text)
    for upcast in declared.upcasters[version - 1 :]:
        payload = upcast(payload)
    return structure(declared.cls, payload)


def _mapping(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise CodecError("codec.json", line=error.lineno, column=error.colno) from error
    if not isinstance(found, dict):
        raise CodecError("codec.json", line=1, column=1)
    return found
