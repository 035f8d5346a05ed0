"""The names of areas and competences in both versions of the framework."""

from __future__ import annotations

from pathlib import Path
from typing import Any  # YAML as it was read; the framework file is ours and checked by the shelf

from lti_tool.content.yaml_lines import Fault, FaultyContent, read_document
from lti_tool.domain.readings import OfficialNames

ALWAYS_THERE = "en"


def load_official_names(path: Path) -> dict[str, OfficialNames]:
    """The names by the id of area or competence, each in the languages that it has.

    Raises:
        FaultyContent: a name is missing in English, the only official language of both versions.
    """
    values = read_document(path).values
    return {entry["id"]: _names(path, entry) for entry in (*values["areas"], *values["competences"])}


def _names(path: Path, entry: dict[str, Any]) -> OfficialNames:
    versions = [
        {language: name for language, name in (entry.get(version) or {}).items() if name}
        for version in ("v2_2", "v3_0")
    ]
    if not all(ALWAYS_THERE in names for names in versions):
        what = f"{entry['id']} has no English name"
        raise FaultyContent([Fault(file=str(path), line=1, what=what, mend="restore the file")])
    return OfficialNames(v2_2=versions[0], v3_0=versions[1])
