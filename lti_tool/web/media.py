"""Pictures and voices that people gave: how they leave the server."""

from __future__ import annotations

import re
from io import BytesIO
from typing import IO

from flask import Response, request, send_file

from lti_tool.domain.errors import MalformedRequest
from lti_tool.web.state import visit

MEDIUM_ID = re.compile(r"[A-Za-z0-9_-]{22}")
"""What the number of such a file looks like."""


def sent_file() -> IO[bytes]:
    """The file of the form, to be read as far as it may be.

    Raises:
        MalformedRequest: no file was chosen.
    """
    file = request.files.get("file")
    if file is None or not file.filename:
        raise MalformedRequest(reason="no-file")
    return file.stream


def own_medium(medium_id: str, media_type: str, content: bytes) -> Response:
    """A file for the present visit alone; part of it where a browser asks for parts."""
    response = send_file(BytesIO(content), mimetype=media_type, conditional=True, etag=medium_id)
    response.headers["Content-Disposition"] = "inline"
    # Asked for again each time: what was taken back is gone at once, and a browser may be shared.
    response.headers["Cache-Control"] = "no-store" if visit().launch.is_kiosk else "private, no-cache"
    response.headers.add("Vary", "Cookie")
    return response
