"""Settings of contributions and plugins (设置): attrs classes filled from the office's TOML.

A settings class is a frozen attrs class of texts, integers, booleans, dates, fractions, enums,
tuples of these, other such classes, and of two types that have a meaning of their own: a
`pathlib.Path` is taken relative to the folder of the TOML, and a `Secret` may only be named
there, as `{ env = "NAME" }` or `{ file = "path" }`, never written out.
"""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar

import attrs

__all__ = ["NoSettings", "Secret", "Settings", "SettingsSection"]

S = TypeVar("S")


@attrs.frozen(kw_only=True)
class NoSettings:
    """The settings of what has none (无设置)."""


@attrs.frozen
class Secret:
    """A password or key (口令、密钥). It shows itself nowhere; ask for `value` where it is used.

    Example:
        >>> Secret("swordfish")
        Secret()
    """

    value: str = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class SettingsSection(Generic[S]):
    """Offers a table `[plugins.settings.NAME]` of the office's TOML (设置节).

    Attributes:
        name: the table's name; by custom the plugin's.
        zh, en: title.
        model: attrs class of the table. Without the table it is filled from `{}`, so a class
            with a required field makes the table compulsory.
    """

    name: str
    zh: str
    en: str
    model: type[S]


class Settings(Protocol):
    """The settings of all enabled plugins (插件设置), read once when the office was opened."""

    def of(self, section: SettingsSection[S]) -> S:
        """Return the filled model of a section this office's plugins offer.

        Raises:
            UsageError: `plugin.section` when no enabled plugin offers the section.
        """
        ...
