"""Style sheets, scripts and pictures, under names that change with their content."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from flask import Response

from lti_tool.domain.errors import NotFound
from lti_tool.web.assets import BUNDLES, bundle, hashed_name
from lti_tool.web.guards import Policy, policy

FOREVER = "public, max-age=31536000, immutable"
SERVED_SUFFIXES = frozenset({".css", ".js", ".svg", ".png", ".ico", ".webp"})
_KINDS = {".webp": "image/webp"}
"""What Python 3.11 does not know by itself."""


class StaticFiles:
    """All static files, read once at start, and the ``drawings`` of modules by name. ``address`` gives the
    address to write into a page.
    """

    def __init__(self, folder: Path, drawings: Mapping[str, bytes] = MappingProxyType({})) -> None:
        contents = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.suffix in SERVED_SUFFIXES
        }
        contents |= {f"bundle/{name}": bundle(folder, parts) for name, parts in BUNDLES.items()}
        contents |= {f"modules/{name}.svg": drawing for name, drawing in drawings.items()}
        self._names = {name: hashed_name(name, content) for name, content in contents.items()}
        self._contents = {self._names[name]: content for name, content in contents.items()}

    def address(self, name: str) -> str:
        """The address of a file of the static folder or of a bundle.

        Raises:
            KeyError: there is no such file; a page that names it would be broken.
        """
        return f"/static/{self._names[name]}"

    @policy(Policy.PUBLIC)
    def serve(self, name: str) -> Response:
        """The file of a hashed name."""
        content = self._contents.get(name)
        if content is None:
            raise NotFound(reason="no-such-file")
        kind = _KINDS.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        response = Response(content, mimetype=kind)
        response.headers["Cache-Control"] = FOREVER
        return response
