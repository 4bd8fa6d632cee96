"""The three hooks (钩子) of the group `supervision`.

An implementation is a module-level function of the same name, marked with
`supervision.plugin.hookimpl`. It names only the arguments it uses, has no default values, and
returns a list or a generator. Each hook *offers*, *reviews* or *observes*:

* offers are collected once, when an office is opened;
* reviews are asked inside the transaction and stop it when they object or fail;
* observers are told after the commit and can stop nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

import pluggy

from supervision.journal.entry import Header
from supervision.ports.contributions import Contribution
from supervision.ports.review import Objection, OfficeAccess, Proposal, RecordView

__all__ = ["GROUP", "supervision_committed", "supervision_offers", "supervision_review"]

GROUP = "supervision"
"""The entry point group, and the project name of the markers."""

_hookspec = pluggy.HookspecMarker(GROUP)


@_hookspec
def supervision_offers() -> Iterable[Contribution]:
    """Offer contributions (提供贡献). Called once per opened office, before anything is read.

    Nothing heavy is imported here: a contribution's factory imports what it needs when the
    office uses it. Names are unique per contribution type; two providers of one name stop the
    opening.

    Returns:
        Contributions, all of them classes of `supervision.plugin`.

    Example:
        .. code-block:: python

            from supervision.plugin import NoSettings, NotificationChannel, hookimpl


            @hookimpl
            def supervision_offers():
                def open_(settings):
                    from supervision_sms.gateway import Gateway

                    return Gateway()

                yield NotificationChannel(
                    name="sms", zh="短信", en="text message", settings=NoSettings, open=open_
                )
    """
    raise NotImplementedError


@_hookspec
def supervision_review(change: Proposal, view: RecordView) -> Iterable[Objection]:
    """Review a change before it is committed (审查变更). Called once per change, in order.

    The transaction is open and its chain locked: be quick, write nothing, wait for nobody. An
    exception refuses the whole unit of work, like an objection.

    Args:
        change: the change with its record before and after.
        view: what the acting officer may see, at the state before this unit of work.

    Returns:
        Objections; an empty list when there is none.

    Example:
        .. code-block:: python

            from supervision.plugin import Objection, hookimpl


            @hookimpl
            def supervision_review(change):
                if change.tag == "measure.issued" and change.actor.posts == ("clerk",):
                    yield Objection(
                        code="local.clerk_issues",
                        zh="书记员不得签发督察措施，请由部门负责人签发。",
                        en="A clerk may not issue a measure. Let the head of office issue it.",
                    )
    """
    raise NotImplementedError


@_hookspec
def supervision_committed(office: OfficeAccess, headers: tuple[Header, ...]) -> None:
    """Observe what was committed (提交后观察). Called once per unit of work, after the commit.

    It runs on the thread that committed, outside any transaction. An exception is logged with
    the plugin's name and stops nobody.

    Args:
        office: the office, to read with.
        headers: headers of the entries just written, without payload, by chain and `seq`.

    Example:
        .. code-block:: python

            import logging

            from supervision.plugin import hookimpl

            log = logging.getLogger("supervision_watch")


            @hookimpl
            def supervision_committed(headers):
                for header in headers:
                    log.info("%s %s", header.tag, header.id)
    """
