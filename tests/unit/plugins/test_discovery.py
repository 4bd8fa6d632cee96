"""Discovery lists plugins with their provenance and imports none of them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from supervision.plugins.discovery import CORE, in_tree, installed, local
from supervision.plugins.provenance import LOCAL, Provenance

Install = Callable[..., None]


def test_installed_plugin_is_listed_without_being_imported(install: Install) -> None:
    install("acme-watch", "2.5", {"watch": "acme_watch"}, {"acme_watch": "raise SystemExit(7)"})
    (found,) = [plugin for plugin in installed() if plugin.name == "watch"]
    assert found.provenance == Provenance(
        plugin="watch", distribution="acme-watch", version="2.5", module="acme_watch"
    )
    assert "acme_watch" not in sys.modules


def test_attribute_of_an_entry_point_is_kept_apart_from_its_module(install: Install) -> None:
    install("acme-obj", "1.0", {"obj": "acme_obj:things.plugin"}, {"acme_obj": ""})
    (found,) = [plugin for plugin in installed() if plugin.name == "obj"]
    assert (found.target, found.attribute) == ("acme_obj", "things.plugin")
    assert str(found.provenance) == "acme-obj 1.0 (acme_obj:things.plugin)"


def test_distribution_that_stands_twice_on_the_path_counts_once(
    install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install("acme-twice", "2.0", {"twice": "acme_twice"}, {"acme_twice": ""})
    shadowed = tmp_path / "older" / "acme_twice-1.0.dist-info"
    shadowed.mkdir(parents=True)
    (shadowed / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-twice\nVersion: 1.0\n")
    (shadowed / "entry_points.txt").write_text("[supervision]\ntwice = acme_twice\n")
    monkeypatch.setattr(sys, "path", [*sys.path, str(shadowed.parent)])
    assert [p.provenance.version for p in installed() if p.name == "twice"] == ["2.0"]


def test_two_distributions_may_announce_one_name(install: Install) -> None:
    install("acme-one", "1.0", {"same": "acme_one"}, {"acme_one": ""})
    install("acme-two", "1.0", {"same": "acme_two"}, {"acme_two": ""})
    sources = [p.provenance.distribution for p in installed() if p.name == "same"]
    assert sources == ["acme-one", "acme-two"]


def test_entry_point_without_distribution_or_sense_is_still_listed() -> None:
    (found,) = installed([EntryPoint("odd", "not a module!", "supervision")])
    assert found.target == "not a module!"
    assert found.provenance.distribution == LOCAL
    assert found.provenance.version == ""


def test_dotted_module_knows_the_distribution_that_claims_it(install: Install) -> None:
    install("acme-dotted", "3.1", {}, {"acme_dotted": ""})
    assert local("acme_dotted.inner").provenance.distribution == "acme-dotted"
    assert local("acme_dotted.inner").provenance.version == "3.1"


def test_dotted_module_no_distribution_claims_is_local() -> None:
    assert str(local("nowhere.at_all").provenance) == "(local) (nowhere.at_all)"


def test_in_tree_plugin_is_of_the_core_distribution() -> None:
    assert in_tree("supervision.builtin.plugin").provenance.distribution == CORE
