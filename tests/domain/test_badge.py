"""The list of badges that were withdrawn, bit by bit."""

from __future__ import annotations

import base64
import gzip

from lti_tool.domain.badge import AREAS_OF_ONE, STATUS_BITS, Site, status_list
from tests.factories import NOW

SITE = Site(base="https://tool.example/badges/centre")


def bits(withdrawn: tuple[int, ...], issued: int) -> bytes:
    """The list as whoever reads it unpacks it."""
    encoded = status_list(SITE, withdrawn, issued, NOW)["credentialSubject"]["encodedList"]
    assert encoded[0] == "u"
    return gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4)))


def test_every_area_of_an_attestation_that_was_withdrawn_is_set_and_nothing_else() -> None:
    found = bits((0, 3), 4)
    places = {place for place in range(len(found) * 8) if found[place // 8] & 0x80 >> place % 8}

    assert {*range(AREAS_OF_ONE), *range(3 * AREAS_OF_ONE, 4 * AREAS_OF_ONE)} == places
    assert len(found) * 8 >= STATUS_BITS


def test_the_list_grows_with_the_centre() -> None:
    issued = STATUS_BITS
    found = bits((issued - 1,), issued)

    assert len(found) * 8 >= issued * AREAS_OF_ONE
    assert found[(issued * AREAS_OF_ONE - 1) // 8] != 0
