"""Write `docs/reference/commands.md` from the table of commands and the commands themselves.

Run it from the root after changing a command: `python docs/commands_page.py`. A test compares the
page with what this script would write, so the page is never edited by hand.
"""

from __future__ import annotations

import enum
import inspect
import re
import sys
import types
import typing
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import attrs
import click

from supervision.cli.faults import DONE, FAILED, MISUSED, REFUSED
from supervision.cli.grammar import Command, Group, loaded
from supervision.cli.pages import usage
from supervision.cli.parameters import Argument, Option
from supervision.cli.results import Failed
from supervision.cli.session import Session
from supervision.cli.table import SECTIONS, Row
from supervision.cli.values import Choice, Kind
from supervision.domain.values import Instant

PAGE = Path(__file__).parent / "reference" / "commands.md"

HEAD = f"""\
# 命令 · Commands

`supervision 命令 --help` 给出同样的说明。说明默认中文，`--lang en` 用英文。

`supervision COMMAND --help` says the same. The help is Chinese by default, English with `--lang en`.

## 通用规则 · Common rules

| | 中文 | English |
| --- | --- | --- |
| `--office FILE` | 办公室文件；不写时在当前文件夹及其上级中找 `office.toml` | the office's file; by default `office.toml` here or in a folder above |
| `--as OFFICER` | 以谁的身份办理：工号或人员编号；不写时依次取环境变量 `SUPERVISION_ACTOR`、配置中的 `[identities]`；都没有就拒绝 | who acts: staff number or officer id; else the environment's `SUPERVISION_ACTOR`, else `[identities]` of the settings; else refused |
| `--in-file FILE` | 在哪一密卷中查看、办理；须有授权，查阅先登记；不进密卷的命令拒绝它 | the closed file to read or work in; needs a grant, and is logged first; commands that work in no file refuse it |
| `--why TEXT` | 为何进入密卷，记入查阅登记；查看时必须写 | why you enter the closed file, for its log; compulsory for reading |
| `--json` | 结果输出为 JSON，供程序读取，见下文“JSON” | prints the result as JSON for programs, see “JSON” below |
| `--lang zh\\|en` | 语言；默认中文 | language; Chinese by default |
| `--help` | 显示帮助 | shows help |

这些选项放在命令前后都可以。

These options may stand before or behind the command.

行为类命令（登记、认领、核验……）都有：

Commands that are acts (register, claim, verify …) also take:

| | 中文 | English |
| --- | --- | --- |
| `--reason TEXT` | 理由，写入日志，一行；有的步骤必须写 | reason, for the journal, one line; compulsory for some steps |
| `--on DATE` | 行为发生的日期，用于补录；默认今天 | day of the act, for late entry; by default today |
| `--by OFFICER` | 代谁录入；须附 `--paper` | the true author when you enter for another; needs `--paper` |
| `--paper FILE` | 纸质原件的扫描件，密封保存 | scan of the paper original, kept sealed |

记录的编号可以只写末尾几位（至少 4 位，列表显示 6 位）；事项、措施可以写文号；部门可以写名称、简称、代码；选项的值可以写代码，也可以写中文名称。日期可以写成 `2026-03-05`、`2026/3/5`、`20260305`、`2026年3月5日`。

An id may be shortened to its last letters (at least 4; lists show 6); items and measures may be named by their number, departments by name, short form or code, values by code or name. A date may be written `2026-03-05`, `2026/3/5`, `20260305` or `2026年3月5日`.

### 退出码 · Exit codes

| | 中文 | English |
| --- | --- | --- |
| {DONE} | 已办理 | done |
| {REFUSED} | 规则不允许；没有写入任何内容 | refused by a rule; nothing was written |
| {MISUSED} | 命令、文件或配置写错了 | a wrong command line, file or setting |
| {FAILED} | 存储或插件故障；核验发现矛盾 | storage or plugin failure; verification found a contradiction |

### JSON

`--json` 时标准输出只有一个 JSON 值：键按字母排列，键总是齐全，没有浮点数；日期是 `2026-03-05`，时刻是 `2026-03-05T09:30:00+08:00`，精确数是 `-5/2` 这样的文本，枚举是代码。提示和进度写到标准错误。出错时输出 `Failed`（见末尾），退出码不变。

With `--json` standard output is one JSON value: keys sorted and always there, no floats; days are `2026-03-05`, instants `2026-03-05T09:30:00+08:00`, exact numbers text such as `-5/2`, enumerations their codes. Notes and progress go to standard error. After an error it is a `Failed` (at the end), with the same exit code.

### 命令补全 · Shell completion

```sh
eval "$(_SUPERVISION_COMPLETE=bash_source supervision)"   # zsh: zsh_source, fish: fish_source
```
"""


def page() -> str:
    """Return the whole page."""
    structures = _Structures()
    parts = [HEAD]
    for section in SECTIONS:
        parts.append(f"## {section.title.zh} · {section.title.en}\n")
        for row in section.rows:
            parts += _row(row, structures)
    parts.append("## JSON 结构 · JSON structures\n")
    structures.note(Failed)
    parts += structures.told()
    return "\n".join(parts)


def _row(row: Row, structures: _Structures) -> Iterator[str]:
    """Yield the section of a command, and of those below it."""
    found = cast("Command | Group", loaded(row))
    root = click.Context(click.Command("supervision"), info_name="supervision", obj=Session())
    ctx = click.Context(found, parent=root, info_name=row.name, obj=root.obj)
    yield f"### `supervision {row.name}`\n\n{row.zh}。\n\n{row.en}.\n"
    if found.more is not None:
        yield f"{found.more.zh}\n\n{found.more.en}\n"
    if not isinstance(found, click.Group):
        yield from _command(found, ctx, structures)
        return
    if found.result is not None:
        yield from _command(found, ctx, structures)
    for name in found.commands:
        one = cast(Command, found.commands[name])
        below = click.Context(one, parent=ctx, info_name=name, obj=root.obj)
        yield f"#### `supervision {row.name} {name}`\n\n{one.about.zh}。\n\n{one.about.en}.\n"
        if one.more is not None:
            yield f"{one.more.zh}\n\n{one.more.en}\n"
        yield from _command(one, below, structures)


def _command(one: Command | Group, ctx: click.Context, structures: _Structures) -> Iterator[str]:
    yield f"```text\n{usage(one, ctx, 'en')}\n```\n"
    rows = [_param(cast("Option | Argument", param)) for param in one.params if _own(param)]
    if rows:
        yield "| | 中文 | English |\n| --- | --- | --- |"
        yield from rows
        yield ""
    if any(param.name == "paper" for param in one.params):
        yield "另有行为类选项：`--reason` `--on` `--by` `--paper`。 · And the options of acts.\n"
    result = _outcome() if one.name == "demo" else one.result
    if result is not None:
        structures.note(result)
        yield f"JSON：{structures.link(result)}\n"


def _outcome() -> type[Any]:
    """Return what the story of the reference office comes to; it is told beside the examples."""
    folder = str(Path(__file__).parents[1] / "examples" / "mawei")
    sys.path.insert(0, folder)
    try:
        return cast("type[Any]", import_module("mawei_story.figures").Outcome)
    finally:
        sys.path.remove(folder)


_ACTING = ("reason", "on", "by", "paper")


def _own(param: click.Parameter) -> bool:
    common = isinstance(param, Option) and param.common
    return not common and param.name not in _ACTING


def _param(param: Option | Argument) -> str:
    if isinstance(param, Argument):
        name = param.label.en
    else:
        metavar = param.type.metavar.en if isinstance(param.type, Kind) else ""
        name = max(param.opts, key=len) + (f" {metavar}" if metavar and not param.is_flag else "")
    zh, en = param.about
    if isinstance(param.type, Choice) and not param.type.brief:
        zh += "：" + "、".join(param.type.told("zh"))
        en += ": " + ", ".join(param.type.told("en"))
    required = param.required and isinstance(param, Option)
    zh += "（必填）" if required else ""
    en += " (required)" if required else ""
    return f"| `{_cell(name)}` | {_cell(zh)} | {_cell(en)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# ---------------------------------------------------------------------------- structures


class _Structures:
    """The classes that `--json` prints, each told once."""

    def __init__(self) -> None:
        self._known: dict[str, type[Any]] = {}

    def note(self, cls: type[Any]) -> None:
        """Remember a class and every class within it."""
        known = self._known.get(cls.__name__)
        if known is not None:
            if known is not cls:
                raise ValueError(f"two structures are called {cls.__name__}")
            return
        self._known[cls.__name__] = cls
        for hint in typing.get_type_hints(cls).values():
            for part in _flat(hint):
                if attrs.has(part):
                    self.note(part)

    def link(self, cls: type[Any]) -> str:
        """Return a link to the class's table."""
        return f"[`{cls.__name__}`](#json-{cls.__name__.lower()})"

    def told(self) -> Iterator[str]:
        """Yield a table for every class, by name."""
        for name, cls in sorted(self._known.items()):
            about = inspect.cleandoc(cls.__doc__ or "").partition("\n")[0]
            yield f"(json-{name.lower()})=\n### `{name}`\n\n{about}\n"
            yield "| 键 · key | 值 · value | 含义 · meaning |\n| --- | --- | --- |"
            hints, meanings = typing.get_type_hints(cls), _meanings(cls)
            for field in sorted(attrs.fields(cls), key=lambda one: one.name):
                value = self._value(hints[field.name])
                yield f"| `{field.name}` | {value} | {_cell(meanings.get(field.name, ''))} |"
            yield ""

    def _value(self, hint: Any) -> str:
        origin, parts = typing.get_origin(hint), typing.get_args(hint)
        if origin in (typing.Union, types.UnionType):
            several = [self._value(part) for part in parts if part is not type(None)]
            return " / ".join([*several, *(["`null`"] if type(None) in parts else [])])
        if origin is tuple:
            return f"[{self._value(parts[0])}]"
        if origin in (dict, typing.get_origin(typing.Mapping[str, str])):
            return f"{{ text: {self._value(parts[1])} }}"
        if hint is Instant:
            return "instant"
        if hint is Path:
            return "text"
        if isinstance(hint, typing.NewType):
            return self._value(hint.__supertype__)
        if isinstance(hint, type) and issubclass(hint, enum.Enum):
            return " ".join(f"`{one.value}`" for one in hint)
        if isinstance(hint, type) and attrs.has(hint):
            return self.link(hint)
        return {"str": "text", "int": "integer", "bool": "boolean", "Fraction": "exact"}.get(
            getattr(hint, "__name__", "any"), getattr(hint, "__name__", "any").lower()
        )


def _flat(hint: Any) -> Iterator[type[Any]]:
    if isinstance(hint, type):
        yield hint
    for part in typing.get_args(hint):
        yield from _flat(part)


def _meanings(cls: type[Any]) -> dict[str, str]:
    """Read the meanings of fields from the `Attributes:` of a class's docstring."""
    _, _, told = inspect.cleandoc(cls.__doc__ or "").partition("Attributes:\n")
    found: dict[str, str] = {}
    names: list[str] = []
    for line in told.split("\n\n")[0].splitlines():
        match = re.match(r"    ([a-z_]+(?:, [a-z_]+)*): (.*)", line)
        if match:
            names = match[1].split(", ")
            found.update(dict.fromkeys(names, match[2]))
        else:
            found.update({name: f"{found[name]} {line.strip()}" for name in names})
    return found


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
