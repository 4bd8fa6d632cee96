"""Help pages (帮助页), drawn with two columns for a Chinese character."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

import click

from supervision.cli.table import COMMANDS, SECTIONS
from supervision.cli.texts import Text, width, wrapped
from supervision.cli.values import Choice

if TYPE_CHECKING:
    from supervision.cli.grammar import Command, Group
    from supervision.cli.parameters import Argument, Option

__all__ = ["page", "usage"]

_USAGE = Text("用法：", "Usage: ")
_OPTIONS = Text("选项", "OPTIONS")
_COMMAND = Text("命令", "COMMAND")
_HEADS = {
    "commands": Text("命令", "Commands"),
    "arguments": Text("参数", "Arguments"),
    "options": Text("选项", "Options"),
    "common": Text("公共选项", "Common options"),
}
_REQUIRED = Text("（必填）", " (required)")
_CHOICES = Text("：", ": ")
_REPEATED = Text("（可多次）", " (may be repeated)")
_DEFAULT = Text("（默认 {value}）", " (default {value})")
_NO_COMMANDS = Text("目前没有命令。", "There are no commands now.")
_MORE = Text("查看某个命令的帮助：{path} 命令 --help", "Help on a command: {path} COMMAND --help")
_WIDEST = 100
_INDENT = 2
_LEFT_MOST = 26


def _columns() -> int:
    """Return the terminal's columns within reason; 80 where there is none."""
    try:
        columns = int(os.environ.get("COLUMNS", "")) or 80
    except ValueError:
        try:
            columns = os.get_terminal_size().columns
        except OSError:
            columns = 80
    return max(40, min(_WIDEST, columns))


def usage(command: click.Command, ctx: click.Context, lang: str) -> str:
    """Return the usage line (用法)."""
    parts = [ctx.command_path]
    if isinstance(command, click.Group):
        parts.append(_COMMAND.of(lang))
    for param in command.params:
        if isinstance(param, click.Option) and param.required:
            parts.append(_written(cast("Option", param), lang, short=True))
        elif isinstance(param, click.Argument):
            label = cast("Argument", param).label.of(lang)
            label += "…" if param.nargs == -1 else ""
            parts.append(label if param.required else f"[{label}]")
    return f"{_USAGE.of(lang)}{' '.join(parts)} [{_OPTIONS.of(lang)}]"


def page(command: click.Command, ctx: click.Context, lang: str) -> str:
    """Return the help page of one of our commands (帮助页)."""
    columns = _columns()
    ours = cast("Command | Group", command)
    lines = [usage(command, ctx, lang), ""]
    lines += wrapped(ours.about.of(lang) + ("。" if lang == "zh" else "."), columns)
    if ours.more is not None:
        lines += ["", *wrapped(ours.more.of(lang), columns)]
    if isinstance(command, click.Group):
        lines += _command_lines(cast("Group", command), ctx, lang, columns)
    lines += _parameter_lines(command.params, lang, columns)
    if isinstance(command, click.Group):
        lines += ["", _MORE.tell(lang, path=ctx.command_path)]
    return "\n".join(lines)


def _command_lines(group: Group, ctx: click.Context, lang: str, columns: int) -> list[str]:
    if tuple(group.rows) == tuple(row.name for row in COMMANDS):
        left = max(width(row.name) for row in COMMANDS)
        lines = []
        for section in SECTIONS:
            pairs = [(row.name, row.about.of(lang)) for row in section.rows]
            lines += _block(section.title.of(lang), pairs, lang, columns, left)
        return lines
    pairs = [(name, about.of(lang)) for name, about in group.abouts(ctx)]
    if not pairs:
        return ["", _NO_COMMANDS.of(lang)]
    return _block(_HEADS["commands"].of(lang), pairs, lang, columns)


def _parameter_lines(params: Iterable[click.Parameter], lang: str, columns: int) -> list[str]:
    arguments: list[tuple[str, str]] = []
    own: list[tuple[str, str]] = []
    common: list[tuple[str, str]] = []
    for param in params:
        if isinstance(param, click.Argument):
            one = cast("Argument", param)
            arguments.append((one.label.of(lang), one.about.of(lang) + _traits(one, lang)))
        else:
            other = cast("Option", param)
            pair = (_written(other, lang), other.about.of(lang) + _traits(other, lang))
            (common if other.common else own).append(pair)
    lines: list[str] = []
    for head, pairs in (("arguments", arguments), ("options", own), ("common", common)):
        lines += _block(_HEADS[head].of(lang), pairs, lang, columns)
    return lines


def _written(option: Option, lang: str, *, short: bool = False) -> str:
    names = sorted(option.opts, key=len, reverse=True)
    text = names[0] if short else ", ".join(names)
    if option.is_flag:
        return text
    metavar: Text = getattr(option.type, "metavar", Text("", ""))
    return f"{text} {metavar.of(lang)}"


def _traits(param: Option | Argument, lang: str) -> str:
    text = ""
    if isinstance(param.type, Choice) and not param.type.brief:
        text += _CHOICES.of(lang) + ("、" if lang == "zh" else ", ").join(param.type.told(lang))
    if param.required and isinstance(param, click.Option):
        text += _REQUIRED.of(lang)
    if param.multiple if isinstance(param, click.Option) else param.nargs == -1:
        text += _REPEATED.of(lang)
    default = param.default
    shown = isinstance(default, str | int) and not isinstance(default, bool) and default != ""
    if shown and isinstance(param, click.Option) and not param.is_flag:
        text += _DEFAULT.tell(lang, value=default)
    return text


def _block(
    head: str, pairs: Sequence[tuple[str, str]], lang: str, columns: int, left: int = 0
) -> list[str]:
    if not pairs:
        return []
    widest = max(width(name) for name, _ in pairs)
    left = max(left, min(widest, _LEFT_MOST)) + 2
    lines = ["", head + ("：" if lang == "zh" else ":")]
    for name, text in pairs:
        told = wrapped(text, columns - _INDENT - left)
        indent = " " * _INDENT
        if width(name) + 2 > left:
            lines.append(indent + name)
        else:
            lines.append((indent + name + " " * (left - width(name)) + told.pop(0)).rstrip())
        lines += [indent + " " * left + line for line in told]
    return lines
