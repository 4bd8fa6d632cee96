"""From what people type to a record of any kind (关联记录): `kind:id`, or a whole id."""

from __future__ import annotations

from supervision.cli.lookup import id_of
from supervision.cli.words import KINDS
from supervision.domain.kinds import KINDS as RECORD_KINDS
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.references import Reference
from supervision.errors import UsageError
from supervision.ids import is_id
from supervision.office.views import ReadView

__all__ = ["reference_of"]


def reference_of(view: ReadView, text: str) -> Reference:
    """Return the record a text means, such as `item:4KQ7ZB` or 督察事项:4KQ7ZB.

    Raises:
        NotFound: `record.not_found`.
        UsageError: `cli.reference` when no kind is named.
    """
    for kind in RECORD_KINDS:
        if is_id(text, kind.prefix):
            return Reference(kind=kind.name, id=id_of(view, kind, text))
    named, _, which = text.replace("：", ":").partition(":")
    for name, told in KINDS.items():
        if named.strip() in (name, told.zh, told.en) and which:
            return Reference(kind=name, id=id_of(view, KINDS_BY_NAME[name], which.strip()))
    raise UsageError("cli.reference", found=text, known=tuple(KINDS))
