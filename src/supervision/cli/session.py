"""One run of the command line (会话): language, who acts, which office; opened when needed.

Importing it loads nothing; an office is opened by the first command that asks for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from supervision.cli.texts import LANGUAGES, Text

if TYPE_CHECKING:
    from pathlib import Path

    from supervision.cli.screen import Screen
    from supervision.office.identity import Identity
    from supervision.office.office import Office
    from supervision.office.views import ReadView
    from supervision.office.work import Work

__all__ = ["ACTOR", "FILE", "KEY", "Session"]

T = TypeVar("T")

FILE = "office.toml"
ACTOR = "SUPERVISION_ACTOR"
"""The environment variable that names the acting officer when `--as` does not."""
KEY = "SUPERVISION_KEY"
"""The environment variable with the key of a service account."""
_PASSWORD = Text("{login} 的口令：", "Password of {login}: ")


def _asked() -> str:
    """Return the words of the command that runs, for the log of a closed file."""
    import click

    context = click.get_current_context(silent=True)
    words = context.command_path.split() if context is not None else []
    return " ".join(words[1:])


class Session:
    """What one command line asked for (会话). Plugin commands get it as `ctx.obj`.

    Attributes:
        lang: `zh` or `en`.
        json: whether output is for programs.
        claimed: who acts, as written: staff number or officer id.
        file: the office's file, as written.
        closed: the closed file to read and work in, as written (密卷).
        why: why it is entered, for its log.
    """

    def __init__(self) -> None:
        self.lang = LANGUAGES[0]
        self.json = False
        self.claimed: str | None = None
        self.file: Path | None = None
        self.closed: str | None = None
        self.why = ""
        self._office: Office | None = None
        self._screen: Screen | None = None
        self._identity: Identity | None = None

    @property
    def screen(self) -> Screen:
        """Where results are shown."""
        if self._screen is None:
            from supervision.cli.screen import Screen

            self._screen = Screen(lang=self.lang, json=self.json)
        return self._screen

    # --- the office ---

    @property
    def path(self) -> Path:
        """The office's file: `--office`, else `office.toml` here or in a folder above.

        Raises:
            UsageError: `cli.no_office`.
        """
        if self.file is not None:
            return self.file
        from pathlib import Path

        here = Path.cwd()
        for folder in (here, *here.parents):
            if (folder / FILE).is_file():
                return folder / FILE
        from supervision.errors import UsageError

        raise UsageError("cli.no_office", folder=str(here), file=FILE)

    @property
    def office(self) -> Office:
        """The opened office; opened once. With a key, as far as the key is good for.

        Raises:
            ConfigError, PluginError, StorageError: it cannot be opened.
            AccessDenied: the key of a service is not valid.
        """
        if self._office is None:
            from supervision.office.opening import open_office

            self._office = open_office(self.path)
            key = os.environ.get(KEY)
            if key:
                from supervision.office.identity import identity_of
                from supervision.office.scoped import scoped
                from supervision.ports.access import Claim

                self._identity = identity_of(self._office, Claim(token=key))
                self._office = scoped(self._office, self._identity.scope)
        return self._office

    @property
    def opened(self) -> Office | None:
        """The office if it is open already."""
        return self._office

    def use(self, office: Office) -> None:
        """Work with an office opened elsewhere; the session closes it."""
        self._office = office

    def close(self) -> None:
        """Close the office if it was opened."""
        if self._office is not None:
            self._office.close()
            self._office = None

    # --- who acts ---

    @property
    def acts_as(self) -> str | None:
        """Who acts, as written: `--as`, else the environment; `None` when neither says."""
        return self.claimed or os.environ.get(ACTOR) or None

    @property
    def actor(self) -> str:
        """The acting officer's id: a service's key, `--as`, the environment, the system's user.

        Raises:
            AccessDenied: `access.nobody` when nothing says who acts, `access.unknown_officer`,
                `access.identity_needed`, and what an identity source raises.
            UsageError: `cli.not_in_file` for a command that does not work in a closed file.
        """
        if self.closed is not None:
            from supervision.errors import UsageError

            raise UsageError("cli.not_in_file")
        return self.reader

    @property
    def reader(self) -> str:
        """The acting officer's id, in a closed file too.

        Raises:
            AccessDenied: as `actor`.
        """
        return self._who().officer

    def _who(self) -> Identity:
        """Find out once who acts; a password is asked for where one is needed."""
        office = self.office  # with a key, opening it has found out
        if self._identity is None:
            from supervision.office.identity import identity_of, os_user
            from supervision.ports.access import Claim

            claimed = self.acts_as
            if not claimed:
                claim = Claim(os_user=os_user())
            elif office.parts.proof_needed:
                claim = Claim(user=claimed, password=self.password(claimed) or None)
            else:
                claim = Claim(user=claimed)
            self._identity = identity_of(office, claim)
        return self._identity

    def password(self, login: str, title: Text = _PASSWORD) -> str:
        """Ask for a password: at the terminal without showing it, else a line of the input."""
        import sys

        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\r\n")
        import getpass

        return getpass.getpass(title.tell(self.lang, login=login))

    @property
    def closed_file(self) -> str | None:
        """The closed file worked in; of an id the last letters do, for one held today.

        Raises:
            NotFound: `record.not_found` for one that does not exist for this officer.
        """
        if self.closed is None:
            return None
        from supervision.office.closed_files import known_file

        with self.office.read(self.reader) as view:
            return known_file(view, self.office, self.closed)

    @contextmanager
    def reading(self) -> Iterator[ReadView]:
        """Open a view of what the acting officer may see."""
        read, file = self.office.read, self.closed_file
        with read(self.reader, file, why=self.why, asked=_asked() or "read") as view:
            yield view

    @contextmanager
    def working(self) -> Iterator[Work]:
        """Begin a unit of work of the acting officer. The command commits it."""
        work_in, file = self.office.work, self.closed_file
        with work_in(self.reader, file=file, why=self.why, asked=_asked() or "work") as work:
            yield work

    # --- the result ---

    def tell(self, result: T, shown: Callable[[T], None]) -> None:
        """Print a result: as JSON for programs, else as `shown` draws it."""
        if self.json:
            self.screen.data(result)
        else:
            shown(result)
