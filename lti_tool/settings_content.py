"""Where content of an installation's own lies: for all its centres, and for each of them."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from lti_tool.domain.errors import SettingsFault
from lti_tool.settings_secret import PREFIX

NOBODYS = f"{PREFIX}CENTRE_CONTENT: the folder {{}} is of no centre, nobody reads it."


def content_folders(text: str) -> tuple[Path, ...]:
    """The folders of a text such as ``/srv/items:/srv/more``, each of them once.

    Raises:
        SettingsFault: one of them is no folder.
    """
    named = (_existing("CONTENT", name) for name in text.split(os.pathsep) if name.strip())
    return tuple(dict.fromkeys(named))


def centre_content_of(text: str) -> Path | None:
    """The folder that holds those of centres; ``None`` for none.

    Raises:
        SettingsFault: it is no folder.
    """
    return _existing("CENTRE_CONTENT", text) if text.strip() else None


def folders_of_centres(folder: Path | None) -> dict[str, Path]:
    """The folder of each centre that has one, by the centre's id: that is its name. Hidden ones are left
    alone.
    """
    found = sorted(folder.iterdir()) if folder is not None else []
    return {path.name: path for path in found if path.is_dir() and not path.name.startswith(".")}


def folders_of_nobody(folder: Path | None, centres: Collection[str]) -> list[str]:
    """The names of those that are none of these centres' ids: told by ``NOBODYS``."""
    return [name for name in folders_of_centres(folder) if name not in centres]


def _existing(setting: str, text: str) -> Path:
    folder = Path(text.strip()).resolve()
    if not folder.is_dir():
        raise SettingsFault(f"{PREFIX}{setting} names a folder that does not exist: {folder}")
    return folder
