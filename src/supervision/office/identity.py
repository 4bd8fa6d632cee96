"""Who is acting (身份认定): as proven, else as claimed, else as `[identities]` says.

Where no identity source asks for proof, whoever can run the program is believed: the file system
and the operating system keep the door. Where one does (`IdentitySource.proves`), naming an
officer is not enough: a password or a key has to be shown, unless the operating system's user is
mapped in `[identities]` and nobody else is claimed, or the TOML trusts names.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable

import attrs

from supervision.domain.accounts import AccountSort, AccountState
from supervision.domain.officers import OFFICER, officer_id
from supervision.domain.values import OfficerId
from supervision.errors import AccessDenied
from supervision.ids import is_id
from supervision.office.access_log import logged
from supervision.office.office import Office
from supervision.ports.access import Claim, Identified

__all__ = ["Identity", "acting_officer", "identity_of", "os_user"]


@attrs.frozen(kw_only=True)
class Identity:
    """Who acts (行为身份).

    Attributes:
        officer: id of the officer.
        scope: kinds and acts a service's key is good for; `None`: no limit of its own.
    """

    officer: OfficerId
    scope: tuple[str, ...] | None = None


def os_user() -> str | None:
    """Return the operating system's user name; `None` where there is none."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # a service without user entry
        return None


def acting_officer(
    office: Office, claimed: str | None = None, *, user: Callable[[], str | None] = os_user
) -> str:
    """Return the id of the acting officer (行为人).

    Args:
        office: the office.
        claimed: officer id or staff number, as given on the command line or by a host.
        user: gives the system's user, asked when nothing is claimed.

    Raises:
        AccessDenied: `access.nobody` when nothing says who acts, `access.identity_needed` when
            a name is not enough, or what an identity source raises for a claim that is its own
            and not valid.
    """
    return identity_of(office, Claim(os_user=user() if not claimed else None, user=claimed)).officer


def identity_of(office: Office, claim: Claim) -> Identity:
    """Return who acts, by what was shown (身份认定).

    The identity sources are asked in their order; then, for a claim without name and proof,
    `[identities]` of the TOML. An account that is locked or disabled shuts out whoever it is
    for, whatever proves him; one that was never confirmed shuts out nobody and lets nobody in.

    Raises:
        AccessDenied: `access.nobody`, `access.identity_needed`, `access.account_closed`, and
            what an identity source raises. All are logged.
    """
    with logged(claim.user or claim.os_user or ""):
        found = _recognised(office, claim)
        identity = Identity(officer=_officer(office, found.officer), scope=found.scope)
        _check_account(office, identity.officer, found)
        return identity


def _recognised(office: Office, claim: Claim) -> Identified:
    for source in office.parts.identifiers:
        answer = source.identify(claim)
        if answer:
            return answer if isinstance(answer, Identified) else Identified(officer=answer)
    if claim.user is not None or claim.token is not None:
        if office.parts.proof_needed or claim.user is None:
            raise AccessDenied("access.identity_needed", user=claim.user or "")
        return Identified(officer=claim.user)
    name = claim.os_user or ""
    mapped = office.parts.identities.get(name) if name else None
    if mapped is None:
        raise AccessDenied("access.nobody", user=name)
    return Identified(officer=mapped)


def _officer(office: Office, text: str) -> OfficerId:
    return OfficerId(text if is_id(text, OFFICER.prefix) else officer_id(office.unit, text))


def _check_account(office: Office, officer: OfficerId, found: Identified) -> None:
    """Refuse whom an account of the office shuts out; an office without accounts has none."""
    accounts = office.accounts_of(officer)
    if found.login:
        used = [one for one in accounts if one.login == found.login]
        if not used or used[0].state is not AccountState.CONFIRMED:
            raise AccessDenied("access.account_closed", officer=officer)
        if found.key and not any(
            key.id == found.key and key.revoked_on is None for key in used[0].keys
        ):
            raise AccessDenied("access.account_closed", officer=officer)
        return
    own = [one for one in accounts if one.sort is AccountSort.OFFICER and one.granted]
    if own and all(one.state is not AccountState.CONFIRMED for one in own):
        raise AccessDenied("access.account_closed", officer=officer)
