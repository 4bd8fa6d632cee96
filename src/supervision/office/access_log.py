"""The security log (安全日志): who was refused access, to what, by which rule.

It goes to Python's logging under `supervision.access`, at the level WARNING, and not into the
store: a refused act writes nothing there. Where the lines go, and that they are kept for six
months at least (网络安全法, the duty to keep network logs), is set up by whoever runs the
program; `docs/how-to/three-officers.md` shows how. A line holds ids and codes, no names, no
narrative, no credential.
"""

from __future__ import annotations

import logging
from types import TracebackType

from supervision.errors import AccessDenied

__all__ = ["LOGGER", "logged"]

LOGGER = "supervision.access"
_log = logging.getLogger(LOGGER)
_TOLD = ("act", "reason", "officer", "kind", "id")


class logged:  # noqa: N801  # reads as a word in `with`
    """Log what access is refused within the block, and let the refusal pass (记录拒绝).

    Args:
        actor: who asks, as far as it is known.
    """

    __slots__ = ("_actor",)

    def __init__(self, actor: str) -> None:
        self._actor = actor

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, AccessDenied):
            _tell(self._actor, error)


def _tell(actor: str, error: AccessDenied) -> None:
    told = " ".join(f"{name}={error.details[name]}" for name in _TOLD if name in error.details)
    _log.warning(
        "refused code=%s actor=%s %s",
        error.code,
        _one_word(actor),
        told,
        extra={"code": error.code, "actor": actor},
    )


def _one_word(text: str) -> str:
    """Return what somebody typed so that it cannot forge a line or a field of the log."""
    return "".join(letter if letter.isprintable() and letter != " " else "?" for letter in text)
