"""`supervision access` (知悉): ask to know of a matter, list requests, decide on them."""

from __future__ import annotations

import attrs

from supervision.cli.access import access
from supervision.cli.acts import Particulars, acting_of
from supervision.cli.grammar import acting, argument, command, option
from supervision.cli.lookup import short
from supervision.cli.naming import Naming, day_text
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.domain.access_requests import ACCESS_REQUEST, AccessRequest, AccessState
from supervision.domain.closed_files import CLOSED_FILE
from supervision.office import closed_files
from supervision.office.directory import Directory

__all__ = ["AccessRequestList", "access"]

_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("状态", "state", keep=True),
    Column("申请人", "requester", keep=True),
    Column("申请", "requested", keep=True),
    Column("事项", "matter"),
    Column("答复", "answer"),
)
_ASKED = Text("申请 {id} 已提出，等待答复。", "Request {id} was made and waits for an answer.")
_DECIDED = Text("申请 {id}：{state}。", "Request {id}: {state}.")


@attrs.frozen(kw_only=True)
class AccessRequestList:
    """Access requests (知悉申请).

    Attributes:
        requests: one's own; all of them for whoever decides.
    """

    requests: tuple[AccessRequest, ...]


@acting
@argument(
    "matter", "想知悉的事项，用自己的话写", "what you ask about", label=Text("事项", "MATTER")
)
@command("request", "申请知悉；须写理由", "Ask to know of a matter", result=Acted, within=access)
def request(session: Session, matter: str, **options: object) -> None:
    """Make a request."""
    with session.office.new_file(session.actor, prefix=ACCESS_REQUEST.prefix) as work:
        asked = acting_of(work, Directory.of(work.view), Particulars.of(options))
        id = closed_files.request_access(work, matter, asked.reason, acting=asked)
        receipt = work.commit()
    state = AccessState.WAITING.value
    result = Acted(id=id, kind=ACCESS_REQUEST.name, state=state, entries=len(receipt.headers))
    session.tell(result, lambda done: session.screen.say(_ASKED, id=short(done.id)))


@command(
    "requests", "列出知悉申请", "List access requests", result=AccessRequestList, within=access
)
def requests(session: Session) -> None:
    """List requests."""
    with session.office.read(session.actor) as view:
        naming = Naming(view, session)
        found = closed_files.access_requests(view, session.office)

        def shown(listed: AccessRequestList) -> None:
            session.screen.table(
                _COLUMNS,
                [
                    (
                        short(one.id),
                        naming.value(one.state),
                        naming.of(one.requester),
                        day_text(one.requested_on),
                        one.matter,
                        one.answer,
                    )
                    for one in listed.requests
                ],
            )

        session.tell(AccessRequestList(requests=found), shown)


@acting
@option(
    "--granted-in",
    zh="同意：在哪一密卷中已办理授权；不写即为不予同意",
    en="grant it: the closed file with the approved grant; without it the request is refused",
)
@option("--answer", required=True, zh="给申请人的答复，一句话", en="what the requester is told")
@argument("which", "申请的编号", "the request's id", label=Text("编号", "REQUEST"))
@command("decide", "决定知悉申请", "Decide on a request", result=Acted, within=access)
def decide(
    session: Session, which: str, answer: str, granted_in: str | None, **options: object
) -> None:
    """Decide on a request."""
    office, actor = session.office, session.actor
    with office.read(actor) as view:
        id = closed_files.known_file(view, office, which)
        file = closed_files.known_file(view, office, granted_in) if granted_in else None
    seen = None
    if file is not None:
        with office.read(actor, file, why=answer, asked=id) as view:
            seen = view.get(CLOSED_FILE, file)
    with office.work(actor, file=id) as work:
        asked = acting_of(work, Directory.of(work.view), Particulars.of(options))
        if seen is None:
            decided = closed_files.refuse_access(work, answer, acting=asked)
        else:
            decided = closed_files.grant_access(work, answer, answered_by=seen, acting=asked)
        receipt = work.commit()
    result = Acted(
        id=id,
        kind=ACCESS_REQUEST.name,
        state=decided.state.value,
        entries=len(receipt.headers),
    )

    def shown(done: Acted) -> None:
        from supervision.cli.words import value_name

        state = value_name(decided.state, session.lang)
        session.screen.say(_DECIDED, id=short(done.id), state=state)

    session.tell(result, shown)
