"""Issuers of decisions (决策部署来源) as data: who deploys what the office follows up.

The shipped ones are those the seed office names; `[[issuers]]` in the office's files adds others.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from supervision.errors import Refused

__all__ = ["ISSUERS", "Issuer", "check_issuer"]


@attrs.frozen(kw_only=True)
class Issuer:
    """A body whose decisions are followed up (决策部署来源).

    Attributes:
        code: stable code.
        zh, en: title.
    """

    code: str
    zh: str
    en: str


_ISSUERS = (
    Issuer(code="district_committee", zh="区委", en="District party committee"),
    Issuer(code="superior", zh="上级院", en="Superior procuratorate"),
    Issuer(code="party_group", zh="党组", en="Party group of the procuratorate"),
    Issuer(code="committee", zh="检委会", en="Procuratorial committee"),
    Issuer(code="chief_meeting", zh="检察长办公会", en="Chief procurator's meeting"),
)
ISSUERS: Mapping[str, Issuer] = {one.code: one for one in _ISSUERS}
"""What ships. An office replaces or extends it by files, see `[overrides]`."""


def check_issuer(code: str, issuers: Mapping[str, Issuer] = ISSUERS) -> str:
    """Return the code of an issuer in force.

    Raises:
        Refused: `decision.unknown_issuer` with the known codes.
    """
    if code not in issuers:
        raise Refused("decision.unknown_issuer", found=code, known=tuple(issuers))
    return code
