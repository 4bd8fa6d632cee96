"""Loading: what is enabled is loaded, everything wrong is told in one report."""

from __future__ import annotations

import logging
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from supervision.domain.records import Record
from supervision.domain.values import Instant, OfficerId, UnitId
from supervision.errors import PluginError, PluginFailure, Problem, Refused
from supervision.journal.entry import Header, open_chain
from supervision.messages import render_error
from supervision.plugins.host import Host, load_plugins
from supervision.plugins.survey import survey
from supervision.ports.access import Actor
from supervision.ports.contributions import Digest
from supervision.ports.review import OfficeAccess, Proposal, RecordView

Install = Callable[..., None]

OFFERS = """
    from supervision.plugin import Digest, hookimpl

    @hookimpl
    def supervision_offers():
        yield Digest(name="{name}", zh="", en="", open=lambda: bytes.hex)
"""


def problems_of(enable: list[str]) -> tuple[Problem, ...]:
    with pytest.raises(PluginError) as caught:
        load_plugins(enable, builtin=None)
    assert caught.value.code == "plugin.load"
    for language in ("zh", "en"):
        assert "{" not in render_error(caught.value, language).replace("{ env", "")
    return caught.value.problems


def codes_of(enable: list[str]) -> list[str]:
    return [problem.code for problem in problems_of(enable)]


def test_enabled_plugin_is_loaded_and_its_offer_registered(install: Install) -> None:
    install("acme-a", "1.0", {"a": "acme_a"}, {"acme_a": OFFERS.format(name="alpha")})
    host = load_plugins(["a"], builtin=None)
    assert host.registry.get(Digest, "alpha").open()(b"\x01") == "01"
    assert host.registry.provenance(Digest, "alpha").distribution == "acme-a"
    assert not host.reviews
    assert not host.observes


def test_plugin_that_is_not_enabled_is_not_imported(install: Install) -> None:
    install("acme-off", "1.0", {"off": "acme_off"}, {"acme_off": "raise RuntimeError('no')"})
    load_plugins([], builtin=None)
    assert "acme_off" not in sys.modules


def test_dotted_module_can_be_enabled_without_an_entry_point(
    install: Install, tmp_path: Path
) -> None:
    install("acme-dot", "1.0", {}, {})
    package = tmp_path / "site" / "acme_dot"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "local.py").write_text(textwrap.dedent(OFFERS.format(name="dot")))
    host = load_plugins(["acme_dot.local"], builtin=None)
    assert host.registry.names(Digest) == ("dot",)
    assert host.plugins[0].plugin == "acme_dot.local"


def test_in_tree_contributions_come_with_every_office() -> None:
    host = load_plugins([])
    assert host.plugins[0].distribution == "procuratorial-supervision"
    assert {"sha256", "sm3"} <= set(host.registry.names(Digest))


def test_plugin_may_be_an_object_with_hook_methods(install: Install) -> None:
    source = """
        from supervision.plugin import Digest, hookimpl

        class Plugin:
            @hookimpl
            def supervision_offers(self):
                return [Digest(name="obj", zh="", en="", open=lambda: bytes.hex)]

        plugin = Plugin()
    """
    install("acme-obj", "1.0", {"obj": "acme_obj:plugin"}, {"acme_obj": source})
    assert load_plugins(["obj"], builtin=None).registry.names(Digest) == ("obj",)


def test_broken_import_is_told_with_plugin_distribution_and_version(install: Install) -> None:
    install("acme-b", "0.9", {"b": "acme_b"}, {"acme_b": "import no_such_module_anywhere"})
    (problem,) = problems_of(["b"])
    assert problem.code == "plugin.import"
    assert (problem.details["plugin"], problem.details["distribution"]) == ("b", "acme-b")
    assert problem.details["version"] == "0.9"
    assert "ModuleNotFoundError" in str(problem.details["error"])


@pytest.mark.parametrize("source", ["def x(:", "raise SystemExit(0)", "1/0"])
def test_module_that_cannot_run_is_a_broken_import(install: Install, source: str) -> None:
    install("acme-c", "1.0", {"c": "acme_c"}, {"acme_c": source})
    assert codes_of(["c"]) == ["plugin.import"]


@pytest.mark.parametrize("target", ["acme_d:missing", "no_such_package.plugin", "not a module!"])
def test_entry_point_that_leads_nowhere_is_a_broken_import(install: Install, target: str) -> None:
    install("acme-d", "1.0", {"d": target}, {"acme_d": ""})
    assert codes_of(["d"]) == ["plugin.import"]


def test_unknown_name_is_told_with_its_place_and_the_nearest(install: Install) -> None:
    install("acme-a", "1.0", {"store-x": "acme_a"}, {"acme_a": OFFERS.format(name="alpha")})
    (problem,) = problems_of(["store-x", "store-z"])
    assert (problem.code, problem.path) == ("plugin.unknown", "plugins.enable[1]")
    assert problem.details["nearest"] == "store-x"


def test_name_enabled_twice_is_a_fault(install: Install) -> None:
    install("acme-a", "1.0", {"a": "acme_a"}, {"acme_a": OFFERS.format(name="alpha")})
    assert codes_of(["a", "a"]) == ["plugin.twice"]


def test_module_enabled_under_two_names_is_a_fault(install: Install) -> None:
    entries = {"a": "acme_a", "b": "acme_a"}
    install("acme-a", "1.0", entries, {"acme_a": OFFERS.format(name="alpha")})
    (problem,) = problems_of(["a", "b"])
    assert (problem.code, problem.details["first"]) == ("plugin.same_module", "a")


def test_name_of_two_distributions_is_ambiguous_and_names_both(install: Install) -> None:
    install("acme-1", "1.0", {"same": "acme_1"}, {"acme_1": OFFERS.format(name="one")})
    install("acme-2", "2.0", {"same": "acme_2"}, {"acme_2": OFFERS.format(name="two")})
    (problem,) = problems_of(["same"])
    assert problem.code == "plugin.ambiguous"
    assert problem.details["providers"] == ("acme-1 1.0 (acme_1)", "acme-2 2.0 (acme_2)")


def test_duplicate_contribution_names_both_distributions_and_versions(install: Install) -> None:
    install("acme-1", "1.0", {"one": "acme_1"}, {"acme_1": OFFERS.format(name="same")})
    install("acme-2", "2.0", {"two": "acme_2"}, {"acme_2": OFFERS.format(name="same")})
    (problem,) = problems_of(["one", "two"])
    assert problem.code == "plugin.duplicate"
    assert problem.details["providers"] == ("acme-1 1.0 (acme_1)", "acme-2 2.0 (acme_2)")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("return ['text']", "plugin.contribution"),
        ("return [Digest]", "plugin.contribution"),
        ("return None", "plugin.not_iterable"),
        ("return 5", "plugin.not_iterable"),
        ("return 'name'", "plugin.not_iterable"),
        ("yield from ()\n    raise KeyError('x')", "plugin.failed"),
        ("raise RuntimeError", "plugin.failed"),
        ("from itertools import repeat\n    return repeat(1)", "plugin.endless"),
        (
            "from supervision.domain.units import UNIT\n    return [UNIT]",
            "plugin.record_kind",
        ),
    ],
)
def test_wrong_offer_is_told(install: Install, body: str, code: str) -> None:
    source = (
        "from supervision.plugin import Digest, hookimpl\n"
        f"@hookimpl\ndef supervision_offers():\n    {body}\n"
    )
    install("acme-w", "1.0", {"w": "acme_w"}, {"acme_w": source})
    (problem,) = problems_of(["w"])
    assert problem.code == code
    assert problem.details["distribution"] == "acme-w"


@pytest.mark.parametrize(
    ("signature", "marker", "code"),
    [
        ("supervision_offer()", "@hookimpl", "plugin.hook_unknown"),
        ("supervision_offers(config)", "@hookimpl", "plugin.hook_argument"),
        ("supervision_offers(*args)", "@hookimpl", "plugin.hook_argument"),
        ("supervision_review(change=None)", "@hookimpl", "plugin.hook_default"),
        ("supervision_review(change)", "@hookimpl(wrapper=True)", "plugin.hook_wrapper"),
        ("supervision_offers()", "", "plugin.hook_unmarked"),
        ("something_else()", "", "plugin.hook_none"),
    ],
)
def test_wrong_hook_is_told(install: Install, signature: str, marker: str, code: str) -> None:
    source = f"from supervision.plugin import hookimpl\n{marker}\ndef {signature}:\n    yield\n"
    install("acme-h", "1.0", {"h": "acme_h"}, {"acme_h": source})
    assert codes_of(["h"]) == [code]


def test_function_of_another_module_is_not_taken_for_a_forgotten_hook(install: Install) -> None:
    source = "from supervision.plugins.hookspecs import supervision_review\n" + OFFERS.format(
        name="alpha"
    ).replace("\n    ", "\n")
    install("acme-f", "1.0", {"f": "acme_f"}, {"acme_f": source})
    assert load_plugins(["f"], builtin=None).registry.names(Digest) == ("alpha",)


def test_all_faults_of_all_plugins_come_in_one_report(install: Install) -> None:
    install("acme-1", "1.0", {"one": "acme_1"}, {"acme_1": "1/0"})
    install("acme-2", "1.0", {"two": "acme_2"}, {"acme_2": "x = 1"})
    install("acme-3", "1.0", {"three": "acme_3"}, {"acme_3": OFFERS.format(name="NO")})
    assert codes_of(["one", "two", "three", "four"]) == [
        "plugin.unknown",
        "plugin.import",
        "plugin.hook_none",
        "plugin.name",
    ]


REVIEW = """
    from supervision.plugin import Objection, hookimpl

    @hookimpl
    def supervision_review(change):
        {body}
"""
PROPOSAL = Proposal(
    kind="finding",
    id="fnd_1",
    unit="u",
    version=1,
    tag="finding.opened",
    change=object(),
    before=None,
    after=cast(Record, None),  # no review here looks at it
    actor=Actor(id=OfficerId("o"), unit=UnitId("u"), path="/u"),
    reason="",
)
VIEW = cast(RecordView, None)
OFFICE = cast(OfficeAccess, None)
HEADER = Header(
    chain=open_chain("u"),
    seq=1,
    kind="finding",
    id="fnd_1",
    version=1,
    tag="finding.opened",
    tag_version=1,
    at=Instant(0),
    actor="o",
    reason="",
    prev="",
    digest_name="sha256",
)


def reviewing(install: Install, body: str) -> Host:
    install("acme-r", "1.0", {"r": "acme_r"}, {"acme_r": REVIEW.format(body=body)})
    return load_plugins(["r"], builtin=None)


def test_review_without_objection_lets_the_change_pass(install: Install) -> None:
    host = reviewing(install, "return []")
    assert host.reviews
    host.review([PROPOSAL], VIEW)


def test_objection_refuses_with_the_plugins_sentence(install: Install) -> None:
    host = reviewing(install, "yield Objection(code='acme.no', zh='不行：' + change.tag, en='No.')")
    with pytest.raises(Refused) as caught:
        host.review([PROPOSAL], VIEW)
    assert caught.value.code == "review.objected"
    (problem,) = caught.value.problems
    assert (problem.path, problem.details["objection"]) == ("finding fnd_1", "acme.no")
    assert "不行：finding.opened" in render_error(caught.value, "zh")
    assert "No." in render_error(caught.value, "en")


def test_failing_review_fails_closed(install: Install) -> None:
    host = reviewing(install, "raise LookupError('db')")
    with pytest.raises(PluginFailure, match="LookupError: db"):
        host.review([PROPOSAL], VIEW)


def test_review_that_returns_nothing_fails_closed(install: Install) -> None:
    with pytest.raises(PluginFailure) as caught:
        reviewing(install, "return None").review([PROPOSAL], VIEW)
    assert caught.value.code == "plugin.not_iterable"


def test_review_that_yields_something_else_fails_closed(install: Install) -> None:
    with pytest.raises(PluginFailure) as caught:
        reviewing(install, "yield 'no'").review([PROPOSAL], VIEW)
    assert caught.value.code == "plugin.item"


OBSERVE = """
    from supervision.plugin import hookimpl

    seen = []

    @hookimpl
    def supervision_committed(office, headers):
        {body}
"""


def test_observers_are_told_in_the_order_of_enabling(install: Install) -> None:
    for name in ("x", "y"):
        source = OBSERVE.format(body=f"import acme_log; acme_log.lines.append('{name}')")
        install(f"acme-{name}", "1.0", {name: f"acme_{name}"}, {f"acme_{name}": source})
    install("acme-log", "1.0", {}, {"acme_log": "lines = []"})
    host = load_plugins(["y", "x"], builtin=None)
    assert host.observes
    host.committed(OFFICE, (HEADER,))
    assert sys.modules["acme_log"].lines == ["y", "x"]


def test_failing_observer_is_logged_and_the_others_still_told(
    install: Install, caplog: pytest.LogCaptureFixture
) -> None:
    install(
        "acme-x", "1.0", {"x": "acme_x"}, {"acme_x": OBSERVE.format(body="raise OSError('no')")}
    )
    install(
        "acme-y", "1.0", {"y": "acme_y"}, {"acme_y": OBSERVE.format(body="seen.extend(headers)")}
    )
    host = load_plugins(["x", "y"], builtin=None)
    with caplog.at_level(logging.ERROR):
        host.committed(OFFICE, (HEADER,))
    assert sys.modules["acme_y"].seen == [HEADER]
    assert "acme-x 1.0" in caplog.text


def test_two_hosts_live_side_by_side(install: Install) -> None:
    install("acme-a", "1.0", {"a": "acme_a"}, {"acme_a": OFFERS.format(name="alpha")})
    install("acme-b", "1.0", {"b": "acme_b"}, {"acme_b": OFFERS.format(name="beta")})
    one, two = load_plugins(["a"], builtin=None), load_plugins(["b"], builtin=None)
    assert (one.registry.names(Digest), two.registry.names(Digest)) == (("alpha",), ("beta",))


def test_survey_tells_installed_enabled_offered_and_wrong(install: Install) -> None:
    install("acme-a", "1.0", {"a": "acme_a"}, {"acme_a": OFFERS.format(name="alpha")})
    install("acme-off", "1.0", {"off": "acme_off"}, {"acme_off": "1/0"})
    found = survey(["a", "zzz"], builtin=None)
    assert {"a", "off"} <= {plugin.name for plugin in found.installed}
    assert [one.plugin for one in found.enabled] == ["a"]
    assert [offer.name for offer in found.offers] == ["alpha"]
    assert [fault.code for fault in found.faults] == ["plugin.unknown"]
    assert "acme_off" not in sys.modules
