"""Our own keys: one set per registration, sealed, published, signed with."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import jwt
import pytest

from lti_tool.domain.errors import NotFound, SettingsFault, StoreUnavailable
from lti_tool.domain.ports import StoredKey
from lti_tool.lti.published_keys import FILE_NAME, PublishedKeys
from lti_tool.lti.tool_keys import SealedKeyMaker, ToolKeys
from tests.keys import key_after_key, key_maker, spare_key, the_key
from tests.lti import former_key
from tests.lti.doubles import NOW, FakeKeyBook, registration

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
SECRET = b"a secret of the installation, 32+"
DAY = timedelta(days=1)
OTHER = registration(id="registration-2", client_id="client-2")


@pytest.fixture
def maker() -> SealedKeyMaker:
    """Makes another key each time."""
    return SealedKeyMaker(SECRET, make_private=key_after_key().__next__)


@pytest.fixture
def book() -> FakeKeyBook:
    """A book with one key of the first registration."""
    held = FakeKeyBook()
    held.add(key_maker(SECRET).make("centre-1", "registration-1", NOW))
    return held


@pytest.fixture
def keys(book: FakeKeyBook) -> ToolKeys:
    return ToolKeys(book, key_maker(SECRET))


def test_key_is_published_when_it_was_made(keys: ToolKeys) -> None:
    (key,) = keys.jwks()["keys"]

    assert set(key) == {"kty", "n", "e", "kid", "alg", "use"}
    assert (key["kty"], key["alg"], key["use"]) == ("RSA", "RS256", "sig")
    assert jwt.PyJWK(key).key.key_size == 3072


def test_each_registration_signs_with_its_own_key_when_there_are_two(maker: SealedKeyMaker) -> None:
    """5.2: one platform's trouble is not another's."""
    book = FakeKeyBook()
    keys = ToolKeys(book, maker)
    signers = [keys.signer(NOW, each)[0] for each in (registration(), OTHER, registration())]

    assert signers[0] == signers[2] != signers[1]
    assert [key["kid"] for key in keys.jwks("registration-1")["keys"]] == [signers[0]]
    assert [key["kid"] for key in keys.jwks("registration-2")["keys"]] == [signers[1]]
    assert {key["kid"] for key in keys.jwks()["keys"]} == set(signers)


def test_set_is_not_found_when_nobody_has_it(keys: ToolKeys) -> None:
    with pytest.raises(NotFound):
        keys.jwks("registration-2")


def test_shared_key_goes_on_signing_when_a_registration_has_none_of_its_own(maker: SealedKeyMaker) -> None:
    """What a former release made stays good: no platform notices the change."""
    book = FakeKeyBook()
    shared = maker.make("", "", NOW - 300 * DAY)
    book.add(shared)

    assert ToolKeys(book, maker).signer(NOW, registration())[0] == shared.kid
    assert len(book.stored) == 1


def test_private_key_is_nowhere_in_the_store_when_it_is_sealed(book: FakeKeyBook) -> None:
    numbers = the_key().private_numbers()

    assert str(numbers.d) not in repr(book.stored)
    assert f"{numbers.d:x}" not in repr(book.stored)
    assert book.stored[0].sealed_private.startswith("v2.")
    assert "BEGIN" not in book.stored[0].sealed_private


def test_same_key_is_sealed_differently_when_it_is_sealed_twice(maker: SealedKeyMaker) -> None:
    made = [key_maker(SECRET).make("c", "r", NOW).sealed_private for _ in range(2)]

    assert made[0] != made[1]


def test_key_does_not_open_when_the_secret_is_another(book: FakeKeyBook) -> None:
    with pytest.raises(SettingsFault) as caught:
        ToolKeys(book, SealedKeyMaker(b"another")).signer(NOW, registration())
    assert "PASSERELLE_SECRET_KEY" in str(caught.value)
    with pytest.raises(SettingsFault):
        ToolKeys(book, SealedKeyMaker(b"another")).check_secret()


def test_key_opens_when_its_secret_is_named_as_a_former_one(book: FakeKeyBook) -> None:
    renewed = SealedKeyMaker(b"another", former=(b"older", SECRET))

    assert ToolKeys(book, renewed).signer(NOW, registration())[0] == book.stored[0].kid


def test_key_needs_no_former_secret_when_it_was_sealed_anew(book: FakeKeyBook) -> None:
    (old,) = book.stored
    new = SealedKeyMaker(b"another", former=(SECRET,)).resealed(old, old.centre_id, old.registration_id)
    book.stored = [new]

    assert new == replace(old, sealed_private=new.sealed_private)
    assert ToolKeys(book, SealedKeyMaker(b"another")).signer(NOW, registration())[0] == old.kid
    assert SealedKeyMaker(b"another").resealed(new, new.centre_id, new.registration_id) is new
    with pytest.raises(SettingsFault):
        SealedKeyMaker(SECRET).open(new)


@pytest.mark.parametrize("part", range(3))
@pytest.mark.parametrize("place", [0, 7, 20, -1])
def test_key_does_not_open_when_any_part_was_altered(book: FakeKeyBook, part: int, place: int) -> None:
    pieces = book.stored[0].sealed_private.split(".")
    place = min(place, len(pieces[part]) - 1)
    letters = list(pieces[part])
    # The highest bit: the lowest ones of a last letter say nothing.
    letters[place] = LETTERS[(LETTERS.index(letters[place]) + 32) % 64]
    pieces[part] = "".join(letters)
    book.stored = [replace(book.stored[0], sealed_private=".".join(pieces))]

    with pytest.raises(SettingsFault):
        ToolKeys(book, key_maker(SECRET)).signer(NOW, registration())


@pytest.mark.parametrize(
    "moved", [{"kid": "other"}, {"registration_id": "registration-2"}, {"centre_id": "centre-2"}]
)
def test_key_does_not_open_when_it_was_moved_to_another_row(book: FakeKeyBook, moved: dict[str, str]) -> None:
    """The row that a key was sealed for is authenticated with it."""
    with pytest.raises(SettingsFault):
        key_maker(SECRET).open(replace(book.stored[0], **moved))


@pytest.mark.parametrize("sealed", ["", "v2", "v2..", "v2.a.b", "v2.a.b.c", "a.b.c.d.e", "é"])
def test_key_does_not_open_when_it_is_not_one(book: FakeKeyBook, sealed: str) -> None:
    with pytest.raises(SettingsFault):
        key_maker(SECRET).open(replace(book.stored[0], sealed_private=sealed))


def test_book_is_read_once_a_minute_when_much_is_signed(book: FakeKeyBook, keys: ToolKeys) -> None:
    first = keys.signer(NOW, registration())[1]

    assert keys.signer(NOW + timedelta(seconds=59), registration())[1] is first
    assert book.reads == 1
    assert keys.signer(NOW + timedelta(seconds=61), registration())[1] is first
    assert book.reads == 2


def test_new_key_signs_a_day_later_when_it_joins_a_set(maker: SealedKeyMaker) -> None:
    book = FakeKeyBook()
    keys = ToolKeys(book, maker)
    old, _ = keys.signer(NOW, registration())
    added = maker.make("centre-1", "registration-1", NOW + 30 * DAY)
    book.add(added)

    assert {key["kid"] for key in keys.jwks("registration-1")["keys"]} == {old, added.kid}
    assert keys.signer(NOW + 30 * DAY + timedelta(hours=23), registration())[0] == old
    assert keys.signer(NOW + 31 * DAY + timedelta(minutes=1), registration())[0] == added.kid


def test_published_keys_are_remembered_when_the_store_is_down(book: FakeKeyBook, keys: ToolKeys) -> None:
    fresh = ToolKeys(book, key_maker(SECRET))
    published = keys.jwks()
    book.is_down = True

    assert keys.jwks() == keys.jwks("registration-1") == published
    with pytest.raises(StoreUnavailable):
        fresh.jwks()


def test_fresh_process_publishes_the_keys_when_the_store_is_down(book: FakeKeyBook, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    published = ToolKeys(book, key_maker(SECRET), PublishedKeys(folder)).jwks()
    book.is_down = True
    fresh = ToolKeys(book, key_maker(SECRET), PublishedKeys(folder))

    assert fresh.jwks() == fresh.jwks("registration-1") == published
    with pytest.raises(NotFound):
        fresh.jwks("registration-2")


def test_spare_file_holds_public_members_alone_when_it_is_written(book: FakeKeyBook, tmp_path: Path) -> None:
    document = json.loads(book.stored[0].public_jwk) | {"d": "secret"}
    book.stored = [replace(book.stored[0], public_jwk=json.dumps(document))]
    keys = ToolKeys(book, key_maker(SECRET), PublishedKeys(tmp_path))

    assert "d" not in keys.jwks()["keys"][0]
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]
    written = (tmp_path / FILE_NAME).read_text()
    assert "secret" not in written
    assert "v2." not in written


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"r": 1}', '{"r": [{}]}', '{"r": ["x"]}', "\x00"])
def test_nothing_is_published_when_the_spare_file_is_damaged(
    book: FakeKeyBook, tmp_path: Path, text: str
) -> None:
    (tmp_path / FILE_NAME).write_text(text)
    book.is_down = True

    with pytest.raises(StoreUnavailable):
        ToolKeys(book, key_maker(SECRET), PublishedKeys(tmp_path)).jwks()


def test_keys_are_published_when_the_spare_file_cannot_be_written(book: FakeKeyBook, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where a folder is wanted")

    keys = ToolKeys(book, key_maker(SECRET), PublishedKeys(tmp_path / "taken"))

    assert len(keys.jwks()["keys"]) == 1


def test_platform_can_check_the_assertion_when_it_is_signed(book: FakeKeyBook, keys: ToolKeys) -> None:
    """F49: fresh jti, 60 seconds of life, issued at in the platform's time."""
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


def test_audience_is_the_platforms_own_when_it_has_one(keys: ToolKeys) -> None:
    """Brightspace wants a constant."""
    known = registration(token_audience="https://api.brightspace.com/auth/token")

    token = keys.sign_assertion(known, NOW, platform_now=NOW)

    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["aud"] == "https://api.brightspace.com/auth/token"


def test_first_key_is_made_when_it_is_first_needed() -> None:
    book = FakeKeyBook()
    keys = ToolKeys(book, key_maker(SECRET))

    assert keys.signer(NOW, registration())[0] == keys.signer(NOW, registration())[0]
    assert [(key.centre_id, key.registration_id) for key in book.stored] == [("centre-1", "registration-1")]


def test_key_of_a_former_release_opens_when_it_was_sealed_as_jwe() -> None:
    """For the whole installation, under the ``kid`` alone."""
    old = StoredKey(kid=former_key.KID, sealed_private=former_key.SEALED, public_jwk="{}", created_at=NOW)

    opened = SealedKeyMaker(b"another", former=(former_key.SECRET,)).open(old)

    assert opened.key_size == 3072
    with pytest.raises(SettingsFault):
        SealedKeyMaker(b"another").open(old)
    with pytest.raises(SettingsFault):
        SealedKeyMaker(former_key.SECRET).open(replace(old, kid="other"))


def test_new_private_keys_differ_when_they_are_made() -> None:
    assert spare_key(0).private_numbers().d != spare_key(1).private_numbers().d
