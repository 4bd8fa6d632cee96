"""The policy `procuratorate` (检察院权限): each knows and does what the post is there for.

Its lines are data, in `procuratorate.toml` beside this module; an office adds, replaces and
switches off lines in a file of its own, each with a reason.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import attrs

from supervision.builtin.line_policy import LinePolicy
from supervision.builtin.policy_files import read_overlay, read_policy
from supervision.domain.policies import PolicyBook
from supervision.ports.access import AccessPolicy, Policy

__all__ = ["PROCURATORATE", "LineSettings", "procuratorate_book"]

_FILE = "procuratorate.toml"


@attrs.frozen(kw_only=True)
class LineSettings:
    """Settings beside `policy` (权限规则设置).

    Attributes:
        lines: file with the office's own lines.
    """

    lines: Path | None = None


@cache
def procuratorate_book() -> PolicyBook:
    """Return the packaged lines (检察院权限条款)."""
    return read_policy((files("supervision.builtin") / _FILE).read_text("utf-8"), _FILE)


def _open(settings: LineSettings, open_kinds: frozenset[str]) -> Policy:
    book = procuratorate_book()
    if settings.lines is not None:
        book = read_overlay(book, settings.lines)
    return LinePolicy(book, open_kinds)


PROCURATORATE: AccessPolicy[LineSettings] = AccessPolicy(
    name="procuratorate",
    zh="检察院权限（按职务、分管和部门分工，三员不接触业务）",
    en="procuratorate (by post, department and leader in charge; the three officers see no business)",
    settings=LineSettings,
    open=_open,
)
"""The contribution."""
