"""The entry point (入口): `supervision`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from supervision.cli.faults import DONE, INTERRUPTED, MISUSED, code_of, told_use
from supervision.cli.grammar import Group, NoCommand
from supervision.cli.parameters import Option
from supervision.cli.session import Session
from supervision.cli.table import COMMANDS
from supervision.cli.texts import LANGUAGES, Text

if TYPE_CHECKING:
    from supervision.errors import SupervisionError

__all__ = ["main", "root"]

_NAME = "supervision"
_COMPLETE = "_SUPERVISION_COMPLETE"
_ABOUT = Text(
    "检务督察：内部监督的记录、期限、规则与可核验的日志", "Internal supervision of a procuratorate"
)
_STOPPED = Text("已中断。没有提交的内容没有写入。", "Interrupted. Nothing uncommitted was written.")


def root() -> Group:
    """Return the command `supervision`, none of its commands loaded."""
    made = Group(_NAME, about=_ABOUT, rows=COMMANDS)
    made.params.append(
        Option(
            ["--version"],
            about=Text("显示版本", "show the version"),
            common=True,
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
        )
    )
    return made


def _show_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"{_NAME} {version('procuratorial-supervision')}")
        ctx.exit()


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line; return the exit code.

    Args:
        argv: the words after the program's name; by default those of this process.
    """
    args = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal without Chinese shows "?" instead of ending in an error.
            stream.reconfigure(errors="replace")
    session = Session()
    session.lang = _language(args)
    if _COMPLETE in os.environ:
        from click.shell_completion import shell_complete

        return shell_complete(root(), {"obj": session}, _NAME, _COMPLETE, os.environ[_COMPLETE])
    try:
        return _run(args, session)
    except BrokenPipeError:
        # The reader went away, as `| head` does. Nothing is left to tell it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except (KeyboardInterrupt, click.Abort):
        click.echo(_STOPPED.of(session.lang), err=True)
        return INTERRUPTED
    finally:
        session.close()


def _language(args: Sequence[str]) -> str:
    """Find `--lang` anywhere on the line, so that the help and every fault speak it."""
    for place, word in enumerate(args):
        name, _, value = word.partition("=")
        if name == "--":
            break
        if name == "--lang":
            value = value or (args[place + 1] if place + 1 < len(args) else "")
            if value in LANGUAGES:
                return value
    return LANGUAGES[0]


def _run(args: list[str], session: Session) -> int:
    try:
        with root().make_context(_NAME, args, obj=session) as ctx:
            answer = ctx.command.invoke(ctx)
        sys.stdout.flush()
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except NoCommand as ask:
        if ask.ctx is not None:
            click.echo(ask.ctx.get_help())
        return MISUSED
    except click.ClickException as wrong:
        click.echo(told_use(wrong, session.lang), err=True)
        return MISUSED
    except BrokenPipeError:
        raise
    except OSError as failure:
        return _tell_system(failure, session)
    except _ours() as failure:
        return _tell(failure, session)
    return answer if isinstance(answer, int) else DONE


def _ours() -> type[SupervisionError]:
    """Return the class of our errors; asked for only once something was raised."""
    from supervision.errors import SupervisionError

    return SupervisionError


def _tell(error: SupervisionError, session: Session) -> int:
    from supervision.cli.readable import readable
    from supervision.messages import render_error

    code = code_of(error)
    sentence = render_error(readable(error, session), session.lang)
    click.echo(sentence, err=True)
    if session.json:
        from supervision.cli.results import ErrorTold, Failed

        session.screen.data(
            Failed(
                error=ErrorTold.of(error.code, error.details, error.problems),
                exit_code=code,
                message=sentence,
            )
        )
    return code


def _tell_system(error: OSError, session: Session) -> int:
    from supervision.errors import UsageError

    path, reason = str(error.filename or ""), error.strerror or str(error)
    return _tell(UsageError("cli.system", path=path, reason=reason), session)
