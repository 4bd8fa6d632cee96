"""What went wrong, as a sentence and an exit code (出错提示): never a traceback.

0 done, 1 refused by a rule, 2 wrong use, 3 storage or plugin failure.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from supervision.cli.texts import Text
from supervision.cli.values import Wrong

if TYPE_CHECKING:
    from supervision.errors import SupervisionError

__all__ = ["DONE", "FAILED", "INTERRUPTED", "MISUSED", "REFUSED", "code_of", "told_use"]

DONE, REFUSED, MISUSED, FAILED = 0, 1, 2, 3
INTERRUPTED = 130
"""As shells report a program ended by Ctrl-C."""

_HINT = Text("查看用法：{path} --help", "For help: {path} --help")


def code_of(error: SupervisionError) -> int:
    """Return the exit code of one of our errors."""
    from supervision import errors

    if error.code == "journal.checkpoint_line":
        return MISUSED
    if isinstance(error, errors.Refused | errors.NotFound | errors.AccessDenied):
        return REFUSED
    if isinstance(error, errors.StaleVersion):
        return REFUSED
    if isinstance(error, errors.UsageError | errors.ConfigError | errors.CaseSourceError):
        return MISUSED
    if isinstance(error, errors.CodecError) and error.code.startswith("file."):
        return MISUSED  # a file the user gave; other texts come from the store
    return FAILED


def told_use(error: click.ClickException, lang: str) -> str:
    """Return the sentence for a wrong command line, and where to look."""
    from supervision.messages import render

    code, details = _case(error)
    sentence = render(code, details, lang)
    ctx = getattr(error, "ctx", None)
    hint = _HINT.tell(lang, path=ctx.command_path if ctx is not None else "supervision")
    return f"{sentence}\n{hint}"


def _case(error: click.ClickException) -> tuple[str, dict[str, str | int | tuple[str, ...] | None]]:
    if isinstance(error, Wrong):
        return error.code, dict(error.details)
    if isinstance(error, click.NoSuchOption):
        near = tuple(error.possibilities or ())
        code = "cli.no_option_near" if near else "cli.no_option"
        return code, {"found": error.option_name, "nearest": near}
    if isinstance(error, click.MissingParameter):
        argument = isinstance(error.param, click.Argument)
        return ("cli.missing_argument" if argument else "cli.missing_option"), {
            "name": _label(error)
        }
    if isinstance(error, click.BadOptionUsage):
        flag = _is_flag(error)
        return ("cli.no_value" if flag else "cli.value_missing"), {"name": error.option_name}
    if isinstance(error, click.FileError):
        return "cli.no_path", {"name": "", "path": os.fspath(error.ui_filename)}
    return "cli.usage", {"found": error.format_message()}


def _label(error: click.MissingParameter) -> str:
    param = error.param
    if param is None:
        return str(error.param_hint or "")
    lang = getattr(error.ctx.obj, "lang", "zh") if error.ctx is not None else "zh"
    label = getattr(param, "label", None)
    return label.of(lang) if isinstance(label, Text) else max(param.opts, key=len)


def _is_flag(error: click.BadOptionUsage) -> bool:
    params = error.ctx.command.params if error.ctx is not None else []
    return any(
        error.option_name in param.opts and isinstance(param, click.Option) and param.is_flag
        for param in params
    )
