"""Addresses as QR codes: drawn here, so that no other site reads which address it was."""

from __future__ import annotations

import segno
from markupsafe import Markup

QUIET_ZONE = 4
"""Empty modules around the drawing, as readers need them. Source: ISO/IEC 18004."""


def qr_svg(address: str) -> Markup:
    """The drawing of an address, black on white in every mode, as large as the page makes it. It has no
    words: the page names it, and the readable address stands below.
    """
    drawn = segno.make(address, error="m", micro=False)
    markup = drawn.svg_inline(
        border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True, svgclass="qr__code", lineclass=None
    )
    return Markup(markup)  # noqa: S704  # drawn here, from modules alone
