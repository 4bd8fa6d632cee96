"""Who is acting (身份认定): as claimed, else as an identity source or `[identities]` says."""

from __future__ import annotations

import getpass
from collections.abc import Callable

from supervision.domain.officers import OFFICER, officer_id
from supervision.errors import AccessDenied
from supervision.ids import is_id
from supervision.office.office import Office
from supervision.ports.access import Claim

__all__ = ["acting_officer", "os_user"]


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
        AccessDenied: `access.nobody` when nothing says who acts, or what an identity source
            raises for a claim that is its own and not valid.
    """
    claimed = claimed or _identified(office, user())
    return claimed if is_id(claimed, OFFICER.prefix) else officer_id(office.unit, claimed)


def _identified(office: Office, name: str | None) -> str:
    """Return what the identity sources, then the `[identities]` of the TOML, say of a user."""
    claim = Claim(os_user=name)
    sources = (source.identify(claim) for source in office.parts.identifiers)
    found = next((one for one in sources if one), None)
    found = found or (office.parts.identities.get(name) if name else None)
    if found is None:
        raise AccessDenied("access.nobody", user=name or "")
    return found
