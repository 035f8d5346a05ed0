"""Our own keys: made once, sealed, published, signed with."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import jwt
import pytest

from lti_tool.domain.errors import (
    PlatformUnavailable,
    SettingsFault,
    StoreUnavailable,
)
from lti_tool.lti.keys import ToolKeys
from tests.lti.doubles import NOW, FakeKeyBook, registration

SECRET = b"a secret of the installation, 32+"


@pytest.fixture(scope="module")
def made() -> FakeKeyBook:
    """A book with one key, made once: making one takes a while."""
    book = FakeKeyBook()
    ToolKeys(book, SECRET).ensure(NOW)
    return book


@pytest.fixture
def book(made: FakeKeyBook) -> FakeKeyBook:
    copy = FakeKeyBook()
    copy.stored = list(made.stored)
    return copy


def test_key_is_published_when_it_was_made(book: FakeKeyBook) -> None:
    (key,) = ToolKeys(book, SECRET).jwks()["keys"]

    assert set(key) == {"kty", "n", "e", "kid", "alg", "use"}
    assert (key["kty"], key["alg"], key["use"]) == ("RSA", "RS256", "sig")
    assert jwt.PyJWK(key).key.key_size >= 2048


def test_no_second_key_is_made_when_there_is_one(book: FakeKeyBook) -> None:
    ToolKeys(book, SECRET).ensure(NOW)

    assert len(book.stored) == 1


def test_private_key_is_nowhere_in_the_store_when_it_is_sealed(book: FakeKeyBook) -> None:
    _, private = ToolKeys(book, SECRET).signer(NOW)
    numbers = private.private_numbers()

    assert str(numbers.d) not in repr(book.stored)
    assert book.stored[0].sealed_private.count(".") == 4
    assert "BEGIN" not in book.stored[0].sealed_private


def test_key_does_not_open_when_the_secret_is_another(book: FakeKeyBook) -> None:
    with pytest.raises(SettingsFault) as caught:
        ToolKeys(book, b"another").signer(NOW)
    assert "PASSERELLE_SECRET_KEY" in str(caught.value)


@pytest.mark.parametrize("part", range(5))
def test_key_does_not_open_when_any_part_was_altered(book: FakeKeyBook, part: int) -> None:
    pieces = book.stored[0].sealed_private.split(".")
    pieces[part] = ("B" if pieces[part][:1] != "B" else "C") + pieces[part][1:]
    book.stored = [replace(book.stored[0], sealed_private=".".join(pieces))]

    with pytest.raises(SettingsFault):
        ToolKeys(book, SECRET).signer(NOW)


def test_key_does_not_open_when_it_was_moved_to_another_row(book: FakeKeyBook) -> None:
    book.stored = [replace(book.stored[0], kid="other")]

    with pytest.raises(SettingsFault):
        ToolKeys(book, SECRET).signer(NOW)


def test_book_is_read_once_a_minute_when_much_is_signed(book: FakeKeyBook) -> None:
    keys = ToolKeys(book, SECRET)
    first = keys.signer(NOW)[1]

    assert keys.signer(NOW + timedelta(seconds=59))[1] is first
    assert book.reads == 1
    keys.signer(NOW + timedelta(seconds=61))
    assert book.reads == 2


def test_new_key_signs_a_day_later_when_keys_are_rotated(book: FakeKeyBook) -> None:
    keys = ToolKeys(book, SECRET)
    old, _ = keys.signer(NOW)
    new = keys.rotate(NOW + timedelta(days=30))

    assert {key["kid"] for key in keys.jwks()["keys"]} == {old, new}
    assert keys.signer(NOW + timedelta(days=30, hours=23))[0] == old
    assert keys.signer(NOW + timedelta(days=31, minutes=1))[0] == new


def test_published_keys_are_remembered_when_the_store_is_down(book: FakeKeyBook) -> None:
    keys, fresh = ToolKeys(book, SECRET), ToolKeys(book, SECRET)
    published = keys.jwks()
    book.is_down = True

    assert keys.jwks() == published
    with pytest.raises(StoreUnavailable):
        fresh.jwks()


def test_platform_can_check_the_assertion_when_it_is_signed(book: FakeKeyBook) -> None:
    """F49: fresh jti, 60 seconds of life, issued at in the platform's time."""
    keys = ToolKeys(book, SECRET)
    theirs = NOW + timedelta(hours=3)

    first, second = (keys.sign_assertion(registration(), NOW, platform_now=theirs) for _ in range(2))

    claims = jwt.decode(
        first,
        jwt.PyJWK(keys.jwks()["keys"][0]),
        algorithms=["RS256"],
        audience="https://lms.example/token",
        options={"verify_exp": False, "verify_iat": False},
    )
    assert (claims["iss"], claims["sub"]) == ("client-1", "client-1")
    assert claims["iat"] == int(theirs.timestamp()) - 5
    assert claims["exp"] - claims["iat"] == 60
    assert jwt.get_unverified_header(first)["kid"] == book.stored[0].kid
    assert first != second


def test_audience_is_the_platforms_own_when_it_has_one(book: FakeKeyBook) -> None:
    """Brightspace wants a constant."""
    known = registration(token_audience="https://api.brightspace.com/auth/token")

    token = ToolKeys(book, SECRET).sign_assertion(known, NOW, platform_now=NOW)

    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["aud"] == "https://api.brightspace.com/auth/token"


def test_signing_waits_when_no_key_was_made() -> None:
    with pytest.raises(PlatformUnavailable):
        ToolKeys(FakeKeyBook(), SECRET).signer(NOW)


def test_stored_public_key_leaks_nothing_when_it_holds_too_much(book: FakeKeyBook) -> None:
    document = json.loads(book.stored[0].public_jwk) | {"d": "secret"}
    book.stored = [replace(book.stored[0], public_jwk=json.dumps(document))]

    assert "d" not in ToolKeys(book, SECRET).jwks()["keys"][0]
