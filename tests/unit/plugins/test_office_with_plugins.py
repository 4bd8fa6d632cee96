"""Plugins at work in an opened office: real distributions, a real unit of work, each policy."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from supervision import create_office, parse_config
from supervision.domain.findings import OpenFinding
from supervision.domain.units import UNIT, RegisterUnit
from supervision.errors import ConfigError, PluginError, PluginFailure, Refused
from supervision.office.findings import open_finding
from supervision.office.people import register_unit
from supervision.plugins.host import load_plugins
from supervision.testing.offices import SmallOffice, small_office

Install = Callable[..., None]

HOOKS = """
    from supervision.plugin import Objection, hookimpl

    seen = []

    @hookimpl
    def supervision_{hook}:
        {body}
"""


def office_with(install: Install, hook: str, body: str) -> SmallOffice:
    source = HOOKS.format(hook=hook, body=body)
    install("acme-live", "1.0", {"live": "acme_live"}, {"acme_live": source})
    return small_office(host=load_plugins(["live"]))


def finding(small: SmallOffice, title: str = "逾期未告知权利") -> str:
    with small.office.work(small.inspector) as work:
        made = open_finding(work, OpenFinding(title=title))
        work.commit()
    return made


def entries(small: SmallOffice) -> int:
    return small.office.checkpoints()[0].seq


def test_objection_of_a_plugin_refuses_the_act_and_nothing_is_written(install: Install) -> None:
    body = (
        "return [Objection(code='acme.no', zh='不行', en='No')] "
        "if getattr(change.after, 'title', '') == '不' else []"
    )
    small = office_with(install, "review(change)", body)
    finding(small)
    before = entries(small)
    with pytest.raises(Refused) as caught:
        finding(small, "不")
    assert caught.value.code == "review.objected"
    assert entries(small) == before
    assert small.office.verify().ok


def test_failing_review_refuses_the_act_and_nothing_is_written(install: Install) -> None:
    small = office_with(
        install, "review(change)", "return [] if change.kind != 'finding' else 1 / 0"
    )
    before = entries(small)
    with pytest.raises(PluginFailure, match="ZeroDivisionError"):
        finding(small)
    assert entries(small) == before


def test_review_reads_what_the_actor_may_see(install: Install) -> None:
    body = (
        "from supervision.domain.units import UNIT; "
        "seen.append((change.tag, view.find(UNIT, change.unit))); return []"
    )
    small = office_with(install, "review(change, view)", body)
    finding(small)
    tag, unit = sys.modules["acme_live"].seen[-1]
    assert (tag, unit.path) == ("finding.opened", "/fj/fz/mw")


def test_failing_observer_leaves_the_act_committed(
    install: Install, caplog: pytest.LogCaptureFixture
) -> None:
    small = office_with(install, "committed(headers)", "raise OSError('observer')")
    before = entries(small)
    with caplog.at_level(logging.ERROR, "supervision.plugins"):
        finding(small)
    assert entries(small) == before + 1
    assert "live (acme-live 1.0)" in caplog.text


def test_observer_sees_headers_of_what_was_committed(install: Install) -> None:
    small = office_with(install, "committed(office, headers)", "seen.append((office, headers))")
    made = finding(small)
    office, headers = sys.modules["acme_live"].seen[-1]
    assert office is small.office
    assert [(header.tag, header.id) for header in headers] == [("finding.opened", made)]


TOML = """
[office]
name = "马尾区人民检察院检务督察办公室"
unit = "mw"
[store]
backend = "memory"
[plugins]
enable = [{enable}]
[access]
policy = "open-office"
[channels.{channel}]
{settings}
"""


def test_office_opens_from_its_toml_with_plugins(install: Install, tmp_path: Path) -> None:
    source = HOOKS.format(hook="review(change)", body="return []")
    install("acme-live", "1.0", {"live": "acme_live"}, {"acme_live": source})
    text = TOML.format(enable='"live"', channel="file", settings='folder = "out"')
    with create_office(parse_config(text, folder=tmp_path)) as office:
        with office.work("founder") as work:
            command = RegisterUnit(code="mw", name="马尾院", prefix="马检", path="/fj/fz/mw")
            register_unit(work, command)
            work.commit()
        assert [one.plugin for one in office.parts.host.plugins][1:] == ["live"]
        assert (tmp_path / "out").is_dir()


def test_plugin_faults_are_told_before_anything_is_opened(install: Install, tmp_path: Path) -> None:
    install("acme-live", "1.0", {"live": "acme_live"}, {"acme_live": "1 / 0"})
    text = TOML.format(enable='"live", "gone"', channel="file", settings='folder = "out"')
    with pytest.raises(PluginError) as caught:
        create_office(parse_config(text, folder=tmp_path))
    assert [one.code for one in caught.value.problems] == ["plugin.unknown", "plugin.import"]
    assert list(tmp_path.glob("out")) == []


def test_wrong_settings_are_told_before_anything_is_opened(tmp_path: Path) -> None:
    text = TOML.format(enable="", channel="file", settings="")
    with pytest.raises(ConfigError) as caught:
        create_office(parse_config(text, folder=tmp_path))
    assert [(one.path, one.details["line"]) for one in caught.value.problems] == [
        ("channels.file.folder", 11)
    ]


CHANNEL = """
    from supervision.plugin import NoSettings, NotificationChannel, hookimpl

    class Fax:
        def send(self, message):
            raise ConnectionError("engaged")

    @hookimpl
    def supervision_offers():
        yield NotificationChannel(
            name="fax", zh="传真", en="fax", settings=NoSettings, open=lambda _: Fax()
        )
"""


def test_failing_channel_keeps_its_message_in_the_outbox(install: Install, tmp_path: Path) -> None:
    install("acme-fax", "1.0", {"fax": "acme_fax"}, {"acme_fax": CHANNEL})
    text = TOML.format(enable='"fax"', channel="fax", settings="")
    with create_office(parse_config(text, folder=tmp_path)) as office:
        with office.work("founder") as work:
            command = RegisterUnit(code="mw", name="马尾院", prefix="马检", path="/fj/fz/mw")
            unit = register_unit(work, command)
            work.notify("measure.served", UNIT, unit, to=[work.actor.id])
            work.commit()
        for _ in range(2):
            delivery = office.deliver()
            assert delivery.sent == 0
            assert ["ConnectionError: engaged" in failure for failure in delivery.failures] == [
                True
            ]
