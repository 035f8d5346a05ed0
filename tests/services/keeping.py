"""What the tests of signing keys share: a maker that is watched, platforms, the kids of a set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lti_tool.domain.launch import Registration
from lti_tool.domain.ports import StoredKey
from lti_tool.domain.registration import PlatformConfiguration, RegistrationAnswer, RegistrationRequest
from lti_tool.lti.tool_keys import SealedKeyMaker
from lti_tool.services.keys import Keys
from lti_tool.services.registrations import NewPlatform, Registrations
from lti_tool.store.unit_of_work import Store
from tests.factories import DAY, NOW
from tests.keys import key_after_key
from tests.services.registrar import FakeRegistrar

SECRET, OTHER_SECRET = b"a secret of the tests, long enough", b"another secret, also long enough"


class WatchfulMaker:
    """Makes real keys; ``meanwhile`` runs while one is being made or sealed."""

    def __init__(self, secret: bytes = SECRET, former: tuple[bytes, ...] = ()) -> None:
        self._maker = SealedKeyMaker(secret, former=former, make_private=key_after_key().__next__)
        self.meanwhile: Callable[[], object] = lambda: None
        self.made = 0

    def make(self, centre_id: str, registration_id: str, now: datetime) -> StoredKey:
        self.meanwhile()
        self.made += 1
        return self._maker.make(centre_id, registration_id, now)

    def resealed(self, key: StoredKey, centre_id: str, registration_id: str) -> StoredKey:
        self.meanwhile()
        return self._maker.resealed(key, centre_id, registration_id)

    def open(self, key: StoredKey) -> int:
        return self._maker.open(key).private_numbers().d


class ListeningRegistrar(FakeRegistrar):
    """Remembers which key set it was told of."""

    def __init__(self) -> None:
        super().__init__()
        self.key_sets: list[str] = []

    def register(
        self, configuration: PlatformConfiguration, request: RegistrationRequest
    ) -> RegistrationAnswer:
        self.key_sets.append(request.key_set)
        return super().register(configuration, request)


def add(store: Store, name: str, keys: Keys | None = None) -> Registration:
    url = f"https://{name}.example"
    platform = NewPlatform(issuer=url, client_id=name, auth_login_url=url, token_url=url, jwks_url=url)
    return Registrations(store, keys).add(platform, NOW)


def shared(store: Store, maker: WatchfulMaker, age: int = 300) -> StoredKey:
    """A key that a former release made for everybody."""
    made = maker.make("", "", NOW - age * DAY)
    with store.writing() as unit:
        unit.keys.add(made)
    return made


def kids(store: Store, registration: Registration | None = None) -> list[str]:
    """The keys of one set, youngest first; of all sets for ``None``."""
    with store.reading() as unit:
        if registration is None:
            return [key.kid for key in unit.keys.all()]
        return [key.kid for key in unit.keys.of_registration(registration.centre_id, registration.id)]
