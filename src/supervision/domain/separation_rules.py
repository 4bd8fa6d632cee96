"""Rules of separation as data (职责分离规则): who stands in for the office, and recusal."""

from __future__ import annotations

import attrs

from supervision.domain.recusal_rules import RECUSAL_RULES, RecusalRules

__all__ = ["SEPARATION_RULES", "SeparationRules"]


@attrs.frozen(kw_only=True)
class SeparationRules:
    """What an office says about who judges what (职责分离规则).

    Attributes:
        substitute: code of the department, or staff number of the officer, that judges where the
            office itself is the object; empty: only the superior unit's office may.
        substitute_basis: what that rests on.
        recusal: rules of recusal.
    """

    substitute: str = ""
    substitute_basis: str = ""
    recusal: RecusalRules = RECUSAL_RULES


SEPARATION_RULES = SeparationRules()
"""What ships: no substitute, and the rules of recusal by analogy."""
