"""The tree of errors (错误). Every error has a stable `code` and typed `details`.

The sentence for people is made by `supervision.messages.render` in Chinese or English; here
is only what a program needs. `str(error)` shows the code and the details.

Every code stands in `docs/reference/errors.md`; a test compares them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import attrs

__all__ = [
    "AccessDenied",
    "CaseSourceError",
    "CodecError",
    "ConfigError",
    "Detail",
    "JournalError",
    "NotFound",
    "PluginError",
    "PluginFailure",
    "Problem",
    "Refused",
    "StaleVersion",
    "StorageError",
    "StorageUnavailable",
    "SupervisionError",
    "UsageError",
]

Detail: TypeAlias = str | int | tuple[str, ...] | None


@attrs.frozen
class Problem:
    """One fault among several (问题点), with its place.

    Attributes:
        path: where: a TOML key path, a JSON path, "file:line:column", a plugin's name.
        code: a message code, like an error's.
        details: values for the sentence.
    """

    path: str
    code: str
    details: Mapping[str, Detail] = attrs.field(factory=dict)


class SupervisionError(Exception):
    """Root of all errors of this library.

    Attributes:
        code: stable code such as `finding.state`.
        details: what the sentence needs: identifiers, expected and found values.
        problems: all faults found, where an input can have several.
    """

    def __init__(self, code: str, /, *, problems: Iterable[Problem] = (), **details: Detail):
        self.code = code
        self.details: dict[str, Detail] = details
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(code)

    def __str__(self) -> str:
        parts = [f"{name}={value!r}" for name, value in self.details.items()]
        parts += [f"{fault.path}: {fault.code} {dict(fault.details)}" for fault in self.problems]
        return f"{self.code} ({'; '.join(parts)})" if parts else self.code

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.code, self.problems, self.details))


def _rebuild(
    cls: type[SupervisionError],
    code: str,
    problems: tuple[Problem, ...],
    details: dict[str, Detail],
) -> SupervisionError:
    return cls(code, problems=problems, **details)


class Refused(SupervisionError):
    """A rule of the office refuses the act. Nothing was written."""


class NotFound(SupervisionError):
    """The record does not exist, or the actor may not know that it does."""


class AccessDenied(SupervisionError):
    """The actor is unknown or lacks the right for this act."""


class StaleVersion(SupervisionError):
    """Somebody changed the record since it was read. Read again, then retry."""


class UsageError(SupervisionError):
    """The library was called in a way its contract excludes, or a command line is wrong."""


class StorageError(SupervisionError):
    """The store refuses: wrong format, damaged file, impossible query."""


class StorageUnavailable(StorageError):
    """The store cannot be reached or written now. The unit of work left no trace."""


class JournalError(SupervisionError):
    """The journal contradicts itself or the rows. An incident, never a retry."""


class CodecError(SupervisionError):
    """A text does not say a record, change or setting. `problems` has every path."""


class ConfigError(SupervisionError):
    """The office's TOML is wrong. `problems` has every key path with its line."""


class CaseSourceError(SupervisionError):
    """A case export cannot be read at all (a bad row is not this error, but a `Rejected`)."""


class PluginError(SupervisionError):
    """Plugins cannot be loaded together. `problems` names plugin, distribution, version."""


class PluginFailure(PluginError):
    """A plugin raised while running. Details: `plugin`, `distribution`, `version`, `error`."""
