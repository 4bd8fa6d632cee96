"""What a user types (参数类型): dates, choices, numbers, files; a wrong one is told in his language.

None of them touches the office; what must be looked up there is resolved by the command.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import click

from supervision.cli.texts import Text

if TYPE_CHECKING:
    from pathlib import Path

    from click.shell_completion import CompletionItem

__all__ = [
    "DAY",
    "EXACT",
    "FOLDER",
    "INPUT",
    "MONTH",
    "OUTPUT",
    "PATHS",
    "TEXT",
    "WHOLE",
    "Choice",
    "Kind",
    "Wrong",
    "parse_day",
    "parse_exact",
]

T = TypeVar("T")

if TYPE_CHECKING:
    _ParamType = click.ParamType[Any]
else:
    _ParamType = click.ParamType  # generic from click 8.2 on

_DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})"
    r"|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))",
    re.ASCII,
)
_BRIEF = 24
"""Letters of choices that stand in the usage line; more are listed in the help text."""
_EXACT = re.compile(r"-?\d{1,18}(\.\d{1,18}|/[1-9]\d{0,17})?", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


class Wrong(click.UsageError):
    """A command line that cannot be taken (用法错误), with a code and details like any error."""

    def __init__(self, code: str, /, **details: str | int | tuple[str, ...] | None) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def _name(param: click.Parameter | None, ctx: click.Context | None) -> str:
    """Return what the user calls a parameter: its longest option, or the argument's label."""
    if param is None:
        return ""
    label = getattr(param, "label", None)
    if isinstance(label, Text):
        return label.of(getattr(ctx.obj, "lang", "zh") if ctx is not None else "zh")
    return max(param.opts, key=len, default="")


class Kind(_ParamType, Generic[T]):
    """A type of value (参数类型) with its name in both languages."""

    def __init__(self, name: str, metavar: Text) -> None:
        self.name = name
        self.metavar = metavar


def parse_day(text: str) -> dt.date | None:
    """Read a day as people write it: 2026-03-05, 2026/3/5, 2026.3.5, 20260305, 2026年3月5日."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


class _Day(Kind[dt.date]):
    def convert(
        self, value: str | dt.date, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        if isinstance(value, dt.date):
            return value
        day = parse_day(value)
        if day is None:
            raise Wrong("cli.day", name=_name(param, ctx), found=value)
        return day


class _Month(Kind[str]):
    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not _MONTH.fullmatch(value):
            raise Wrong("cli.month", name=_name(param, ctx), found=value)
        return value


class _Whole(Kind[int]):
    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        if isinstance(value, int):
            return value
        if not re.fullmatch(r"\d{1,9}", value, re.ASCII):
            raise Wrong("cli.whole", name=_name(param, ctx), found=value)
        return int(value)


def parse_exact(text: str) -> Fraction | None:
    """Read an exact number: 12, -1.54, 1/3; no thousands separators, no exponents."""
    match = _EXACT.fullmatch(text.strip())
    return Fraction(match[0]) if match else None


class _Exact(Kind[Fraction]):
    def convert(
        self, value: str | Fraction, param: click.Parameter | None, ctx: click.Context | None
    ) -> Fraction:
        if isinstance(value, Fraction):
            return value
        number = parse_exact(value)
        if number is None:
            raise Wrong("cli.exact", name=_name(param, ctx), found=value)
        return number


class Choice(Kind[str]):
    """One of some words (可选值): the code, or what people call it in either language.

    Args:
        known: the codes, or codes with their names.
    """

    def __init__(self, known: Iterable[str] | Mapping[str, Text]) -> None:
        self.names: Mapping[str, Text | None] = (
            known if isinstance(known, Mapping) else dict.fromkeys(known)
        )
        self.codes = tuple(self.names)
        joined = "|".join(self.codes)
        brief = len(joined) <= _BRIEF and not any(self.names.values())
        super().__init__("choice", Text(joined, joined) if brief else Text("值", "VALUE"))
        self.brief = brief
        self._known = {code: code for code in self.codes}
        for code, name in self.names.items():
            if name is not None:
                self._known.update({name.zh: code, name.en: code})

    def told(self, lang: str) -> tuple[str, ...]:
        """Return every code, with its name in the language."""
        return tuple(
            code if name is None or lang == "en" else f"{name.zh} {code}"
            for code, name in self.names.items()
        )

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the code of a word, if it is one of them."""
        code = self._known.get(value)
        if code is None:
            lang = getattr(ctx.obj, "lang", "zh") if ctx is not None else "zh"
            raise Wrong("cli.choice", name=_name(param, ctx), found=value, known=self.told(lang))
        return code

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002  # click gives it
        param: click.Parameter,  # noqa: ARG002  # click gives it
        incomplete: str,
    ) -> list[CompletionItem]:
        """Offer the words that begin like what was typed."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(word) for word in self._known if word.startswith(incomplete)]


class _Path(Kind["Path"]):
    def __init__(self, name: str, metavar: Text, *, must: str | None = None) -> None:
        super().__init__(name, metavar)
        self._must = must

    def convert(
        self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        from pathlib import Path

        path = Path(value)
        if self._must == "file" and path.is_dir():
            raise Wrong("cli.is_folder", name=_name(param, ctx), path=str(value))
        if self._must is not None and not path.exists():
            raise Wrong("cli.no_path", name=_name(param, ctx), path=str(value))
        return path

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002  # click gives it
        param: click.Parameter,  # noqa: ARG002  # click gives it
        incomplete: str,
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="dir" if self.name == "folder" else "file")]


TEXT: Kind[str] = Kind("text", Text("文字", "TEXT"))
DAY = _Day("day", Text("日期", "DATE"))
MONTH = _Month("month", Text("年-月", "YYYY-MM"))
EXACT = _Exact("exact", Text("精确数", "EXACT"))
WHOLE = _Whole("whole", Text("数", "NUMBER"))
FOLDER = _Path("folder", Text("文件夹", "FOLDER"))
INPUT = _Path("file", Text("文件", "FILE"), must="file")
PATHS = _Path("path", Text("文件或文件夹", "PATH"), must="path")
OUTPUT = _Path("output", Text("文件", "FILE"))
