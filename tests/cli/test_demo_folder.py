"""Where the demo keeps its state: never in a place that an installed tool cannot write."""

from __future__ import annotations

from pathlib import Path

import pytest

from lti_tool.cli_serve import demo_folder
from lti_tool.domain.errors import SettingsFault


def test_the_demo_stays_below_the_present_folder_when_nothing_is_set() -> None:
    assert Path("var/demo") == demo_folder({})


def test_the_demo_goes_to_the_data_folder_when_one_is_set(tmp_path: Path) -> None:
    file, data = tmp_path / "settings.toml", tmp_path / "state"
    file.write_text(f'data = "{tmp_path}/named"\n', encoding="utf-8")
    named = {"PASSERELLE_CONFIG": str(file)}

    assert tmp_path / "named" / "demo" == demo_folder(named)
    assert data / "demo" == demo_folder({**named, "PASSERELLE_DATA": str(data)})
    assert [file] == list(tmp_path.iterdir())


def test_one_sentence_tells_what_to_mend_when_a_setting_is_unknown() -> None:
    with pytest.raises(SettingsFault, match="PASSERELLE_DATTA"):
        demo_folder({"PASSERELLE_DATTA": "/srv"})
