"""Compiles the catalogues while a wheel is built, and names them: hatchling leaves out what git ignores."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):  # type: ignore[misc]  # hatchling is there during a build alone
    """Called by hatchling before it collects the files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # Any: hatchling's own shape
        """Compile every catalogue and add the results to the wheel."""
        sys.path.insert(0, self.root)
        from lti_tool.catalogues import compile_stale  # noqa: PLC0415  # importable from here on

        folder = Path(self.root) / "lti_tool" / "locale"
        compile_stale(folder)
        build_data["artifacts"].extend(
            path.relative_to(self.root).as_posix() for path in folder.glob("*/LC_MESSAGES/*.mo")
        )
