"""Commands and options in two languages (命令语法): click, with help from data.

click's own sentences exist in English only and its help counts a Chinese character as one
column, so help pages are drawn by `pages` and wrong use is told by `faults`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

import click

from supervision.cli.pages import page
from supervision.cli.parameters import Argument, Option, common_options, session_of
from supervision.cli.table import Row
from supervision.cli.texts import Text
from supervision.cli.values import DAY, INPUT, TEXT, Kind, Wrong

__all__ = [
    "Command",
    "Group",
    "NoCommand",
    "acting",
    "acting_group",
    "argument",
    "command",
    "flag",
    "group",
    "loaded",
    "option",
]

Callback: TypeAlias = Callable[..., Any]


class NoCommand(click.UsageError):
    """A group was called without a command; its help page is the answer (未写命令)."""


class Command(click.Command):
    """A command (命令).

    Attributes:
        about: what it does.
        more: further explanation, below it.
        result: class of what `--json` prints.
    """

    def __init__(
        self,
        name: str,
        *,
        about: Text,
        more: Text | None = None,
        result: type | None = None,
        **rest: Any,
    ) -> None:
        super().__init__(
            name, params=common_options(), add_help_option=False, help=about.en, **rest
        )
        self.about = about
        self.more = more
        self.result = result

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse like click, and tell surplus words in the user's language."""
        ctx.allow_extra_args = True
        with _told_of(ctx):
            rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise _at(ctx, Wrong("cli.surplus", found=" ".join(rest)))
        return rest

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page."""
        return page(self, ctx, session_of(ctx).lang)


class Group(click.Group):
    """A command with commands below it (命令组), as rows that are loaded when called.

    Without a command it shows its help, unless `default` says what is done then.
    """

    def __init__(
        self,
        name: str,
        *,
        about: Text,
        more: Text | None = None,
        rows: Sequence[Row] = (),
        default: Callback | None = None,
        result: type | None = None,
        **rest: Any,
    ) -> None:
        super().__init__(
            name,
            params=common_options(),
            add_help_option=False,
            invoke_without_command=True,
            no_args_is_help=False,
            callback=_need_command if default is None else _alone(default),
            help=about.en,
            **rest,
        )
        self.about = about
        self.more = more
        self.result = result
        self.rows = {row.name: row for row in rows}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click gives it
        """Return the names in their order."""
        return [*self.rows, *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, importing it if need be."""
        if cmd_name in self.rows:
            return loaded(self.rows[cmd_name])
        return super().get_command(ctx, cmd_name)

    def abouts(self, ctx: click.Context) -> list[tuple[str, Text]]:
        """Return every command with its line of help, importing none that is a row."""
        lines = [(name, row.about) for name, row in self.rows.items()]
        for name in self.list_commands(ctx)[len(lines) :]:
            one = self.get_command(ctx, name)
            text = one.get_short_help_str(100) if one else ""
            lines.append((name, getattr(one, "about", None) or Text(text, text)))
        return lines

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse like click; what is wrong is told of this group."""
        with _told_of(ctx):
            return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or tell which resembles what was typed."""
        found = self.get_command(ctx, args[0])
        if found is None and not ctx.resilient_parsing:
            from difflib import get_close_matches

            known = tuple(self.list_commands(ctx))
            near = get_close_matches(args[0], known, n=1)
            raise _at(
                ctx,
                Wrong(
                    "cli.no_command" if not near else "cli.no_command_near",
                    found=args[0],
                    known=known,
                    nearest=near[0] if near else None,
                ),
            )
        return (args[0] if found else None), found, args[1:]

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page."""
        return page(self, ctx, session_of(ctx).lang)

    def add(self, one: Command) -> Command:
        """Take a command in; usable as a decorator's last step."""
        self.add_command(one)
        return one


@contextmanager
def _told_of(ctx: click.Context) -> Iterator[None]:
    """Say of which command the line was wrong, where click's parser does not."""
    try:
        yield
    except click.UsageError as wrong:
        wrong.ctx = wrong.ctx or ctx
        raise


def _at(ctx: click.Context, wrong: Wrong) -> Wrong:
    wrong.ctx = ctx
    return wrong


@click.pass_context
def _need_command(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        raise NoCommand("", ctx)


def _alone(default: Callback) -> Callback:
    """Do something when no command of the group was named."""

    @click.pass_context
    def run(ctx: click.Context, /, **given: Any) -> object:
        return None if ctx.invoked_subcommand else default(ctx.obj, **given)

    return run


def loaded(row: Row) -> click.Command:
    """Import the command of a row."""
    from importlib import import_module

    module, _, attribute = row.target.partition(":")
    found = getattr(import_module(module), attribute)
    if not isinstance(found, click.Command):
        raise TypeError(row.target)
    return found


def group(name: str, zh: str, en: str) -> Group:
    """Make a group (命令组)."""
    return Group(name, about=Text(zh, en))


def acting_group(
    name: str, zh: str, en: str, *, more: Text | None = None, result: type | None = None
) -> Callable[[Callback], Group]:
    """Make a group that does something by itself, of a function like that of a command.

    Options stand above it; arguments it cannot have, for they would be taken for commands.
    """

    def make(function: Callback) -> Group:
        return Group(name, about=Text(zh, en), more=more, default=function, result=result)

    return make


def command(
    name: str,
    zh: str,
    en: str,
    *,
    more: Text | None = None,
    result: type | None = None,
    within: Group | None = None,
) -> Callable[[Callback], Command]:
    """Make a command of a function whose first argument is the `Session`.

    Options and arguments stand above it: click appends each to the command as it comes.

    Args:
        name: the command's name.
        zh, en: what it does.
        more: further explanation.
        result: class of what `--json` prints.
        within: the group it belongs to.
    """

    def make(function: Callback) -> Command:
        made = Command(
            name,
            about=Text(zh, en),
            more=more,
            result=result,
            callback=click.pass_obj(function),
        )
        return within.add(made) if within is not None else made

    return make


def option(
    *decls: str, zh: str, en: str, kind: click.ParamType[Any] = TEXT, **more: Any
) -> Callable[[Callback], Callback]:
    """Give a command an option with a value."""
    return click.option(*decls, cls=Option, about=Text(zh, en), type=kind, **more)


def flag(*decls: str, zh: str, en: str) -> Callable[[Callback], Callback]:
    """Give a command an option without a value."""
    return click.option(*decls, cls=Option, about=Text(zh, en), is_flag=True)


def argument(
    name: str,
    zh: str,
    en: str,
    *,
    label: Text,
    kind: click.ParamType[Any] = TEXT,
    **more: Any,
) -> Callable[[Callback], Callback]:
    """Give a command an argument; `label` stands for it in the usage line."""
    return click.argument(name, cls=Argument, about=Text(zh, en), label=label, type=kind, **more)


def acting(function: Callback) -> Callback:
    """Give an act its particulars (行为要素): for whom, when, on which paper, why."""
    for add in (
        option(
            "--reason",
            default="",
            zh="理由，写入日志，一行",
            en="reason, for the journal, one line",
        ),
        option(
            "--paper",
            kind=INPUT,
            zh="纸质原件的扫描件，密封保存；代录时必须有",
            en="scan of the paper original, kept sealed; compulsory with --by",
        ),
        option(
            "--on",
            "on",
            kind=DAY,
            zh="行为发生的日期；补录时写，默认今天",
            en="day of the act, for late entry; by default today",
        ),
        option(
            "--by",
            kind=Kind("officer", Text("人员", "OFFICER")),
            zh="代谁录入：真正作出行为的人员的工号或编号",
            en="the true author when you enter for another: staff number or id",
        ),
    ):
        function = add(function)
    return function
