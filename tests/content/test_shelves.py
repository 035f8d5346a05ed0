"""The content of several centres: what they share is read once, what one has stays with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lti_tool import paths
from lti_tool.content import bank, modules
from lti_tool.content.shelf import load_shelves
from lti_tool.content.yaml_lines import FaultyContent
from tests.content.module_folder import MODULE, PLACE, module_folder
from tests.content.test_own_items import OWN, own_folder
from tests.contents import the_shelf


def centre(root: Path, name: str) -> Path:
    """A folder with one item and one module; the names are the same in each."""
    own_folder(root / name, OWN.replace("Samira", name))
    module_folder(root / name, MODULE.replace("Le bouton rond", f"À {name}"), place=PLACE)
    return root / name


def test_each_centre_has_its_own_beside_what_all_share(tmp_path: Path) -> None:
    towns = {name: centre(tmp_path, name) for name in ("Namur", "Liège")}
    for_all = Path("bank/fr/2.1/courriel-pour-tous.yaml")
    shared = own_folder(tmp_path / "all", OWN.replace("maison", "pour-tous"), for_all)

    found = load_shelves(paths.CONFIG, [shared], towns)

    assert found.shared.bank.get("courriel-maison") is None
    assert "M42" not in found.shared.modules
    assert found.shared.bank.get("courriel-pour-tous") is not None
    for name in towns:
        one = found.of_centres[name]
        item = one.bank.get("courriel-maison")
        assert item is not None
        assert (name, f"À {name}") == (item.scenes[0].screen["sender"], one.modules["M42"].title)
        assert one.bank.get("courriel-pour-tous") is not None
        assert {*found.shared.modules, "M42"} == set(one.modules)
        assert "module-m42" in one.activities
        assert len(found.shared.bank.items) + 1 == len(one.bank.items)
    assert 3 == len({one.bank.version for one in (found.shared, *found.of_centres.values())})
    assert 1 + len(the_shelf().bank.items) == len(found.shared.bank.items)


def test_what_centres_share_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    towns = {name: centre(tmp_path, name) for name in ("Namur", "Liège", "Mons")}
    read: list[Path] = []
    noted = lambda reading: lambda path, *rest: read.append(path) or reading(path, *rest)  # noqa: E731
    monkeypatch.setattr(bank, "load_item", noted(bank.load_item))
    monkeypatch.setattr(modules, "_load", noted(modules._load))

    load_shelves(paths.CONFIG, [], towns)

    assert len(read) == len(set(read))
    assert {path.is_relative_to(tmp_path) for path in read} == {True, False}


def test_a_translation_is_told_by_the_centre_whose_task_it_is(tmp_path: Path) -> None:
    towns = {"Namur": centre(tmp_path, "Namur")}

    found = load_shelves(paths.CONFIG, [], towns)
    (own,) = {item.id for item in found.of_centres["Namur"].bank.items} - {
        item.id for item in found.shared.bank.items
    }
    item, known = found.of_centres["Namur"].bank.get(own), found.shared.bank.items[0]
    assert item is not None

    assert item == found.of_centres["Namur"].bank.in_language(item, "nl")
    assert "nl" == found.of_centres["Namur"].bank.in_language(known, "nl").language


def test_every_fault_of_every_centre_is_named_once(tmp_path: Path) -> None:
    for name in ("Namur", "Liège"):
        own_folder(tmp_path / name, OWN.replace("version: 1", "version: one"))
    towns = {name: tmp_path / name for name in ("Namur", "Liège")}

    with pytest.raises(FaultyContent) as caught:
        load_shelves(paths.CONFIG, [], towns)

    files = [Path(fault.file).relative_to(tmp_path) for fault in caught.value.faults]
    assert ["Namur", "Liège"] == [file.parts[0] for file in files]
