"""`supervision x` (扩展命令): commands that enabled plugins offer."""

from __future__ import annotations

import click

from supervision.cli.grammar import Group
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.config import load_config
from supervision.errors import UsageError
from supervision.plugins.guard import guarded
from supervision.plugins.host import Host, load_plugins
from supervision.ports.contributions import Command

__all__ = ["Extensions", "extension"]

_ABOUT = Text("插件提供的命令", "Commands that plugins offer")
_MORE = Text(
    "列出的是办公室启用的插件所提供的命令。",
    "The commands listed are those of the plugins that the office enables.",
)


class Extensions(Group):
    """The group `x` (扩展命令组). Plugins are loaded when it is asked for its commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands offered."""
        host = _host(ctx)
        return list(host.registry.names(Command)) if host else []

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a plugin's command; what it raises then is told with plugin and version."""
        host = _host(ctx)
        found = host.registry.find(Command, cmd_name) if host else None
        if host is None or found is None:
            return None
        with guarded(host.registry.provenance(Command, cmd_name), "Command.load"):
            return found.load()

    def abouts(self, ctx: click.Context) -> list[tuple[str, Text]]:
        """Return every command with its line of help, importing none."""
        host = _host(ctx)
        offered = host.registry.all(Command) if host else ()
        return [(one.name, Text(one.zh, one.en)) for one in offered]


def _host(ctx: click.Context) -> Host | None:
    """Load the office's plugins once; `None` where there is no office."""
    session = ctx.ensure_object(Session)
    if "supervision.host" not in ctx.meta:
        try:
            enable = load_config(session.path).plugins.enable
        except UsageError:
            ctx.meta["supervision.host"] = None
        else:
            ctx.meta["supervision.host"] = load_plugins(enable)
    host: Host | None = ctx.meta["supervision.host"]
    return host


extension = Extensions("x", about=_ABOUT, more=_MORE)
