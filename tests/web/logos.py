"""An administrator who gives her centre a logo."""

from __future__ import annotations

from werkzeug.test import TestResponse

from tests import sounds
from tests.web.administering import administrator
from tests.web.browser import Browser
from tests.web.site import Site

NAME = "Centre des Acacias"
MULTIPART = "multipart/form-data; boundary=x"


def named(site: Site, admin: Browser | None = None) -> Browser:
    """An administrator of the site's centre, which has a name of its own now."""
    browser = admin or administrator(site)
    browser.get("/admin/")
    browser.send("/admin/name", {"centre": NAME})
    return browser


def put_up(admin: Browser, content: bytes = b"") -> None:
    """Give the centre a logo, and see the page that follows."""
    admin.get("/admin/")
    answer = send_logo(admin, content or sounds.picture("PNG", (800, 240)))
    assert answer.status_code == 303, admin.page.words
    admin.get(answer.location)


def send_logo(admin: Browser, content: bytes | None) -> TestResponse:
    """Send the form with this file, or with none; not followed."""
    parts = [_part('name="csrf"', admin.token.encode())]
    if content is not None:
        parts.append(_part('name="file"; filename="logo.svg.exe"', content))
    return admin.request(
        "POST",
        "/admin/logo",
        data=b"".join((*parts, b"--x--\r\n")),
        content_type=MULTIPART,
        headers=admin.own_headers,
    )


def _part(named: str, content: bytes) -> bytes:
    head = f"--x\r\nContent-Disposition: form-data; {named}\r\nContent-Type: text/html\r\n\r\n"
    return head.encode() + content + b"\r\n"
