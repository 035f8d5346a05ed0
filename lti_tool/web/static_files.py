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
    """All static files, read once at start, and the ``drawings`` of modules by name: those for everybody, and
    by a centre's id those that it sees. ``address`` gives the address to write into a page.
    """

    def __init__(
        self,
        folder: Path,
        drawings: Mapping[str, bytes] = MappingProxyType({}),
        of_centres: Mapping[str, Mapping[str, bytes]] = MappingProxyType({}),
    ) -> None:
        contents = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.suffix in SERVED_SUFFIXES
        }
        contents |= {f"bundle/{name}": bundle(folder, parts) for name, parts in BUNDLES.items()}
        self._contents: dict[str, bytes] = {}
        self._names = self._named(contents | _as_files(drawings))
        self._of_centres = {centre_id: self._named(_as_files(own)) for centre_id, own in of_centres.items()}

    def address(self, name: str, centre_id: str | None = None) -> str:
        """The address of a file of the static folder, of a bundle, or of a drawing as a centre sees it.

        Raises:
            KeyError: there is no such file; a page that names it would be broken.
        """
        own = self._of_centres.get(centre_id) if centre_id is not None else None
        return f"/static/{own[name] if own is not None and name in own else self._names[name]}"

    def _named(self, contents: Mapping[str, bytes]) -> dict[str, str]:
        """The hashed name of each of these files, by its own name; they are served from now on."""
        names = {name: hashed_name(name, content) for name, content in contents.items()}
        self._contents |= {names[name]: content for name, content in contents.items()}
        return names

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


def _as_files(drawings: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"modules/{name}.svg": drawing for name, drawing in drawings.items()}
