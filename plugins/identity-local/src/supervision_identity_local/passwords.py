"""Passwords (口令): what the rule asks of one, and how it is kept."""

from __future__ import annotations

import secrets
import unicodedata

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from supervision.plugin import ConfigError, Refused
from supervision_identity_local.settings import LocalSettings

__all__ = ["Passwords"]

_LOWEST = {
    "least_length": 1,
    "classes": 1,
    "history": 0,
    "max_age_days": 0,
    "failures": 1,
    "within_minutes": 1,
    "locked_minutes": 1,
    "one_time_days": 0,
    "time_cost": 1,
    "memory_kib": 8,
    "parallelism": 1,
}
_CLASSES = 4
_LONGEST = 1_024
"""Characters. What is longer is refused before any work is done on it."""
_BYTES = 15
"""Random bytes of a one-time password: 20 characters."""


class Passwords:
    """The rule for passwords and their hashing (口令规则). Shared by threads.

    Raises:
        ConfigError: `identity.setting` for a number the rule cannot have.
    """

    def __init__(self, settings: LocalSettings) -> None:
        _check(settings)
        self._settings = settings
        self._hasher = PasswordHasher(
            time_cost=settings.time_cost,
            memory_cost=max(settings.memory_kib, 8 * settings.parallelism),
            parallelism=settings.parallelism,
            type=Type.ID,
        )
        self._nobody = self._hasher.hash(secrets.token_urlsafe(_BYTES))

    def hash(self, password: str) -> str:
        """Return what may be kept of a password."""
        return self._hasher.hash(_same(password))

    def matches(self, kept: str | None, password: str) -> bool:
        """Say whether it is the password; without one kept the work is the same, the answer no."""
        right = True
        try:
            self._hasher.verify(kept or self._nobody, _same(password)[:_LONGEST])
        except (VerificationError, InvalidHashError):
            right = False
        return right and kept is not None

    def outdated(self, kept: str) -> bool:
        """Say whether it was hashed with other parameters than those of today."""
        return self._hasher.check_needs_rehash(kept)

    def check(self, login: str, password: str, earlier: tuple[str, ...]) -> None:
        """Refuse a new password that the rule does not allow.

        Args:
            login: the account, which it must not contain.
            password: the new password.
            earlier: what is kept of those that must not be used again.

        Raises:
            Refused: `identity.password_rule`, `identity.password_again`.
        """
        given = self._settings
        password = _same(password)
        if (
            not given.least_length <= len(password) <= _LONGEST
            or _classes(password) < given.classes
            or login.casefold() in password.casefold()
        ):
            raise Refused(
                "identity.password_rule",
                length=given.least_length,
                classes=given.classes,
                basis=given.basis,
            )
        if any(self.matches(one, password) for one in earlier):
            raise Refused("identity.password_again", history=given.history, basis=given.basis)

    def one_time(self) -> str:
        """Return a fresh one-time password."""
        return secrets.token_urlsafe(_BYTES)


def _same(password: str) -> str:
    """Return the text in one form, so that it does not depend on the keyboard's."""
    return unicodedata.normalize("NFC", password)


def _classes(password: str) -> int:
    tests = (
        str.islower,
        str.isupper,
        str.isdigit,
        lambda one: not (one.islower() or one.isupper() or one.isdigit()),
    )
    return sum(any(test(letter) for letter in password) for test in tests)


def _check(settings: LocalSettings) -> None:
    for name, lowest in _LOWEST.items():
        found = getattr(settings, name)
        if found < lowest or (name == "classes" and found > _CLASSES):
            raise ConfigError("identity.setting", key=name, found=found, lowest=lowest)
    if not settings.basis.strip():
        raise ConfigError("identity.basis")
