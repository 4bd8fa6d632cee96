"""Lines of key paths (定位): where in a TOML text a setting stands.

`tomllib` tells places only for syntax errors. This scanner walks a text that `tomllib` has
accepted and notes the line of every key, table and array element, so that a wrong value can be
shown with its line. It does not judge: a text that is not TOML gives lines that mean nothing.

A key path is written as problems write it: `store.path`, `fields.item[0].type`,
`identities.zhang.san`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import TypeAlias

__all__ = ["line_of", "lines_of"]

_Path: TypeAlias = tuple[str | int, ...]

_BLANK = re.compile(r"[ \t]*")
_IDLE = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_KEY = re.compile(r"[A-Za-z0-9_-]+|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*"{3,5}'
    r"|'''(?:[^']|'{1,2}(?!'))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
)
_BARE = re.compile(r"[^,\]}#\n]*")


def lines_of(text: str) -> Mapping[str, int]:
    """Return the line, from 1, of every key path of a TOML text (各键所在行)."""
    return _Scanner(text).lines()


def line_of(path: str, lines: Mapping[str, int]) -> int | None:
    r"""Return the line of a key path, else that of the nearest table around it.

    Args:
        path: such as `fields.item[0].type`; may name a key that is missing.
        lines: what `lines_of` returned.

    Example:
        >>> line_of("store.path", lines_of('[office]\nname = "x"\n[store]\n'))
        3
    """
    while path:
        if path in lines:
            return lines[path]
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return None


def _written(path: _Path) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1
        self._counted = 0
        self._tables: dict[_Path, int] = {}
        self._lines: dict[str, int] = {}

    def lines(self) -> Mapping[str, int]:
        """Walk the text. Every turn goes at least one letter on, also where it is no TOML."""
        prefix: _Path = ()
        self._skip(_IDLE)
        while self._at < len(self._text):
            if self._text.startswith("[[", self._at):
                self._at += 2
                keys = self._keys()
                prefix = self._next_table((*self._within_arrays(keys[:-1]), keys[-1]))
                self._at += 2
            elif self._text.startswith("[", self._at):
                self._at += 1
                prefix = self._within_arrays(self._keys())
                self._note(prefix)
                self._at += 1
            else:
                self._pair(prefix)
            self._skip(_IDLE)
        return self._lines

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        found = match[0] if match else ""
        self._at += len(found)
        return found

    def _note(self, path: _Path) -> None:
        """Keep the present line for a path and, where they have none yet, for all around it."""
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        for length in range(1, len(path) + 1):
            self._lines.setdefault(_written(path[:length]), self._line)

    def _keys(self) -> _Path:
        """Read a dotted key."""
        keys: list[str] = []
        while True:
            self._skip(_BLANK)
            key = self._skip(_KEY)
            keys.append(tomllib.loads(f"key = {key}")["key"] if key[:1] in ("'", '"') else key)
            self._skip(_BLANK)
            if not self._text.startswith(".", self._at):
                return tuple(keys)
            self._at += 1

    def _within_arrays(self, path: _Path) -> _Path:
        """Put the number of the latest table behind every name of an array of tables."""
        full: _Path = ()
        for part in path:
            full = (*full, part)
            if full in self._tables:
                full = (*full, self._tables[full])
        return full

    def _next_table(self, name: _Path) -> _Path:
        self._tables[name] = self._tables.get(name, -1) + 1
        path = (*name, self._tables[name])
        self._note(path)
        return path

    def _pair(self, prefix: _Path) -> None:
        path = (*prefix, *self._keys())
        self._note(path)
        self._at += 1  # the equals sign
        self._skip(_BLANK)
        self._value(path)

    def _value(self, path: _Path) -> None:
        if self._text.startswith("[", self._at):
            self._at += 1
            self._list(path)
        elif self._text.startswith("{", self._at):
            self._at += 1
            self._table(path)
        elif not self._skip(_STRING):
            self._skip(_BARE)

    def _list(self, path: _Path) -> None:
        place = 0
        while self._more("]"):
            self._note((*path, place))
            self._value((*path, place))
            place += 1

    def _table(self, path: _Path) -> None:
        while self._more("}"):
            self._pair(path)

    def _more(self, end: str) -> bool:
        """Go to the next element; behind `end` and `False` when there is none."""
        self._skip(_IDLE)
        if self._text.startswith(",", self._at):
            self._at += 1
            self._skip(_IDLE)
        if self._at >= len(self._text):
            return False
        if self._text.startswith(end, self._at):
            self._at += 1
            return False
        return True
