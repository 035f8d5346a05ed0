"""Administrators' browsers, as the tests of the administration use them."""

from __future__ import annotations

from lti_tool.domain.launch import Registration
from lti_tool.services.registrations import NewPlatform
from tests.web.browser import Browser
from tests.web.site import Site

OTHER_PLATFORM = NewPlatform(
    issuer="https://other.example",
    client_id="other-client",
    auth_login_url="https://other.example/mod/lti/auth.php",
    token_url="https://other.example/mod/lti/token.php",
    jwks_url="https://other.example/mod/lti/certs.php",
    deployment_ids=("1",),
    name="Moodle de Namur",
)


def way_in(site: Site, centre_id: str | None = None) -> str:
    """The path of a fresh link, as the command line prints it."""
    secret = site.services.administrators.make_link(centre_id, site.clock())
    return f"/admin/enter?link={secret}"


def administrator(site: Site, centre_id: str | None = None) -> Browser:
    """A browser in which an administrator has just come in; the page is the list of platforms."""
    browser = site.browser()
    browser.get(way_in(site, centre_id))
    answer = browser.submit()
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return browser


def other_centre(site: Site) -> tuple[str, Registration]:
    """A second centre with a platform of its own."""
    centre_id = site.services.administrators.add_centre("Namur", site.clock())
    registration = site.services.registrations.add(OTHER_PLATFORM, site.clock(), centre_id=centre_id)
    return centre_id, registration


def page_of(site: Site, registration: Registration | None = None, rest: str = "") -> str:
    """An address of one platform's pages: of the site's own platform when none is named."""
    return f"/admin/platforms/{(registration or site.registration).id}{rest}"


def deeds(site: Site) -> list[str]:
    """What was done, oldest first."""
    return [entry.deed.action for entry in site.services.audit.checked().entries]
