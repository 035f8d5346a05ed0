"""Answers to forms that a page's own script sends: the script learns where to go without loading that page.

A script that follows a redirect fetches the next page and then has to open it, which fetches it again; one
that does not follow may not read where it leads. So the tool says it in a header, and nothing else.
Source: the Fetch standard, "opaque-redirect filtered response".
"""

from __future__ import annotations

from flask import Flask, Response, request

ASKED, NEXT = "Passerelle-Send", "Passerelle-Next"


def lead_scripts_on(app: Flask) -> None:
    """Answer forms that scripts send: after every request that says so."""
    app.after_request(_led)


def _led(response: Response) -> Response:
    """204 in place of a redirect to one of our pages, which the header names. The header of any other answer
    is empty: the tool has something to say on a page, and the browser must ask for it by the plain form.
    Without the header an answer came from somebody else, a proxy or the gate of a public network.
    """
    if request.method != "POST" or ASKED not in request.headers:
        return response
    location = response.location or ""
    if response.status_code != 303 or not location.startswith("/") or location.startswith("//"):
        response.headers[NEXT] = ""
        return response
    response.headers[NEXT] = location
    response.status_code = 204
    response.set_data(b"")
    for name in ("Location", "Content-Type", "Content-Length"):
        response.headers.pop(name, None)
    return response
