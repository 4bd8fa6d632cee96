"""Options and arguments in two languages (选项与参数), and those every command takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from supervision.cli.pages import page
from supervision.cli.session import Session
from supervision.cli.texts import LANGUAGES, Text
from supervision.cli.values import OUTPUT, Choice, Kind

__all__ = ["Argument", "Option", "common_options", "session_of"]


class Option(click.Option):
    """An option with help in both languages (选项)."""

    def __init__(
        self, decls: Sequence[str], *, about: Text, common: bool = False, **more: Any
    ) -> None:
        super().__init__(decls, **more)
        self.about = about
        self.common = common


class Argument(click.Argument):
    """An argument with help in both languages (参数)."""

    def __init__(self, decls: Sequence[str], *, about: Text, label: Text, **more: Any) -> None:
        super().__init__(decls, **more)
        self.about = about
        self.label = label


def session_of(ctx: click.Context) -> Session:
    """Return the session a context belongs to."""
    return ctx.ensure_object(Session)


def _set_lang(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        session_of(ctx).lang = value


def _set_json(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        session_of(ctx).json = True


def _set_actor(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        session_of(ctx).claimed = value


def _set_office(ctx: click.Context, _: click.Parameter, value: Any) -> None:
    if value is not None:
        session_of(ctx).file = value


def _set_closed(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        session_of(ctx).closed = value


def _set_why(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        session_of(ctx).why = value


def _show_help(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(page(ctx.command, ctx, session_of(ctx).lang))
        ctx.exit()


def common_options() -> list[click.Parameter]:
    """Return what every command takes, wherever it stands on the line."""
    return [
        Option(
            ["--office"],
            about=Text(
                "办公室文件；不写时在当前文件夹及其上级中找 office.toml",
                "the office's file; by default office.toml here or in a folder above",
            ),
            common=True,
            type=OUTPUT,
            callback=_set_office,
            expose_value=False,
        ),
        Option(
            ["--as", "claimed"],
            about=Text(
                "以谁的身份办理：工号或人员编号；不写时取 SUPERVISION_ACTOR，再取 [identities]",
                "who acts: staff number or officer id; else SUPERVISION_ACTOR, else [identities]",
            ),
            common=True,
            type=Kind("officer", Text("人员", "OFFICER")),
            callback=_set_actor,
            expose_value=False,
        ),
        Option(
            ["--in-file", "closed"],
            about=Text(
                "在哪一密卷中查看、办理；须有授权，查阅先登记",
                "the closed file to read or work in; needs a grant, and is logged first",
            ),
            common=True,
            type=Kind("closed_file", Text("密卷", "FILE")),
            callback=_set_closed,
            expose_value=False,
        ),
        Option(
            ["--why"],
            about=Text(
                "为何进入密卷，记入查阅登记；查看时必须写",
                "why you enter the closed file, for its log; compulsory for reading",
            ),
            common=True,
            type=Kind("text", Text("事由", "WHY")),
            callback=_set_why,
            expose_value=False,
        ),
        Option(
            ["--json"],
            about=Text("输出 JSON，供程序读取", "print JSON, for programs"),
            common=True,
            is_flag=True,
            callback=_set_json,
            expose_value=False,
        ),
        Option(
            ["--lang"],
            about=Text("语言；默认中文", "language; Chinese by default"),
            common=True,
            type=Choice(LANGUAGES),
            callback=_set_lang,
            is_eager=True,
            expose_value=False,
        ),
        Option(
            ["--help", "-h"],
            about=Text("显示本帮助", "show this help"),
            common=True,
            is_flag=True,
            callback=_show_help,
            is_eager=True,
            expose_value=False,
        ),
    ]
