"""Recognising local users and services (本地身份认定), and giving out what proves them.

Whoever cannot be recognised gets one answer, after the same work: it does not tell an unknown
login from a wrong password or a locked-out account. An attempt is counted before the password is
looked at, so that many attempts at once are no more than the rule allows.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable

import attrs

from supervision.plugin import OFFICE_ZONE, AccessDenied, Claim, Identified
from supervision_identity_local.passwords import Passwords
from supervision_identity_local.settings import LocalSettings
from supervision_identity_local.users import Key, User, Users

__all__ = ["LocalIdentity"]

_KEY = "key_"
_MINUTE, _DAY = 60, 86_400  # seconds
_LOGIN_LENGTH = 64
_KEY_BYTES = 32
_NO_KEY = hashlib.sha256(b"").hexdigest()


def _now() -> int:
    return int(time.time())


class LocalIdentity:
    """Local users and services (本地身份): both `Identifier` and `Credentials`.

    Args:
        settings: the rule, and where the file lies.
        now: the time in seconds since 1970.
    """

    def __init__(self, settings: LocalSettings, now: Callable[[], int] = _now) -> None:
        self._settings = settings
        self._passwords = Passwords(settings)
        self._users = Users(settings.file)
        self._now = now

    # --- recognising ---

    def identify(self, claim: Claim) -> Identified | None:
        """Return who shows a key, or a login with its password; `None` for any other claim.

        Raises:
            AccessDenied: `identity.denied`; `identity.password_change` when the password is
                right and was given out or is too old; `identity.one_time_over` when it was given
                out too long ago.
        """
        if claim.token is not None:
            return self._service(claim.token) if claim.token.startswith(_KEY) else None
        if claim.user is None or claim.password is None:
            return None
        user = self._proven(claim.user, claim.password)
        age = self._settings.max_age_days * _DAY
        if user.one_time or (age and self._now() - user.changed_at > age):
            raise AccessDenied("identity.password_change", login=user.login)
        return Identified(officer=user.officer, login=user.login)

    def _proven(self, login: str, password: str) -> User:
        login = login[:_LOGIN_LENGTH]
        with self._users.change() as db:
            user = self._users.user(db, login)
            shut = self._locked_out(self._users.attempts(db, login, self._oldest()))
            if not shut:
                self._users.attempted(db, login, self._now())
        right = self._passwords.matches(user.hash if user else None, password)
        if user is None or shut or not right:
            raise AccessDenied("identity.denied")
        days = self._settings.one_time_days
        if user.one_time and days and self._now() - user.changed_at > days * _DAY:
            raise AccessDenied("identity.one_time_over", login=login, days=days)
        with self._users.change() as db:
            self._users.forgive(db, login)
            if self._passwords.outdated(user.hash):
                user = attrs.evolve(user, hash=self._passwords.hash(password))
                self._users.keep(db, user)
        return user

    def _oldest(self) -> int:
        given = self._settings
        return self._now() - max(given.within_minutes, given.locked_minutes) * _MINUTE

    def _locked_out(self, attempts: tuple[int, ...]) -> bool:
        """Say whether so many attempts failed within the time, and the last not long ago."""
        given = self._settings
        if len(attempts) < given.failures:
            return False
        first, last = attempts[-given.failures], attempts[-1]
        return (
            last - first <= given.within_minutes * _MINUTE
            and self._now() < last + given.locked_minutes * _MINUTE
        )

    def _service(self, token: str) -> Identified:
        name, _, secret = token.partition(".")
        with self._users.change() as db:
            key = self._users.key(db, name)
        digest = hashlib.sha256(secret.encode()).hexdigest()
        right = hmac.compare_digest(key.digest if key else _NO_KEY, digest)
        if key is None or not right or key.until < self._today():
            raise AccessDenied("identity.denied")
        return Identified(officer=key.officer, login=key.login, key=key.name, scope=key.scope)

    def _today(self) -> str:
        return dt.datetime.fromtimestamp(self._now(), OFFICE_ZONE).date().isoformat()

    # --- giving out ---

    def give_password(self, login: str, officer: str) -> str:
        """Set a one-time password; the earlier ones stay known as such."""
        password = self._passwords.one_time()
        user = User(
            login=login,
            officer=officer,
            hash=self._passwords.hash(password),
            one_time=True,
            changed_at=self._now(),
        )
        with self._users.change() as db:
            before = self._users.user(db, login)
            if before is not None and not before.one_time:
                self._users.retire(db, before, self._now(), self._settings.history)
            self._users.keep(db, user)
            self._users.forgive(db, login)
        return password

    def change_password(self, login: str, old: str, new: str) -> None:
        """Change a password; the one given out serves once, to be changed.

        Raises:
            AccessDenied: `identity.denied`, `identity.one_time_over`.
            Refused: `identity.password_rule`, `identity.password_again`.
        """
        user = self._proven(login, old)
        history = self._settings.history
        with self._users.change() as db:
            earlier = (user.hash, *self._users.earlier(db, login, history))
        self._passwords.check(login, new, earlier[: history + 1])
        changed = attrs.evolve(
            user, hash=self._passwords.hash(new), one_time=False, changed_at=self._now()
        )
        with self._users.change() as db:
            if not user.one_time:
                self._users.retire(db, user, self._now(), history)
            self._users.keep(db, changed)

    def forgive(self, login: str) -> None:
        """Forget failed attempts."""
        with self._users.change() as db:
            self._users.forgive(db, login)

    def give_key(
        self, login: str, officer: str, key: str, scope: tuple[str, ...], until: dt.date
    ) -> str:
        """Keep a key by its digest; return it with its secret."""
        secret = secrets.token_urlsafe(_KEY_BYTES)
        kept = Key(
            name=key,
            login=login,
            officer=officer,
            digest=hashlib.sha256(secret.encode()).hexdigest(),
            scope=scope,
            until=until.isoformat(),
        )
        with self._users.change() as db:
            self._users.keep_key(db, kept)
        return f"{key}.{secret}"

    def take_key(self, key: str) -> None:
        """Forget a key."""
        with self._users.change() as db:
            self._users.drop_key(db, key)
