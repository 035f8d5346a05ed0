"""Our private keys at rest: made here, sealed under the installation's secret, opened here."""

from __future__ import annotations

import json

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from jwcrypto.common import JWException, base64url_encode
from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK

from lti_tool.domain.errors import SettingsFault

KEY_BITS = 3072

_PURPOSE = b"passerelle tool signing keys, version 1"


def new_private_key() -> RSAPrivateKey:
    """A fresh RSA key for signing."""
    return rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)


def public_jwk_of(private: RSAPrivateKey) -> dict[str, str]:
    """The public half as a JWK with ``kid`` (RFC 7638 thumbprint), ``alg`` and ``use``.

    Moodle 4.1 needs ``alg`` on every key, and later versions leave out keys without one.
    """
    jwk = JWK.from_pyca(private.public_key())
    members = json.loads(jwk.export_public())
    return {
        "kty": "RSA",
        "n": str(members["n"]),
        "e": str(members["e"]),
        "kid": str(jwk.thumbprint()),
        "alg": "RS256",
        "use": "sig",
    }


class KeySeal:
    """Seals private keys as compact JWE (``dir``, ``A256GCM``) with a key derived from ``secret``.

    The ``kid`` stands in the protected header: a sealed key that was moved to another row, or any
    altered character, does not open.
    """

    def __init__(self, secret: bytes) -> None:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret)
        self._key = JWK(kty="oct", k=base64url_encode(derived))

    def close(self, private: RSAPrivateKey, kid: str) -> str:
        """The private key as text that is safe to store."""
        header = json.dumps({"alg": "dir", "enc": "A256GCM", "kid": kid})
        plain = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        envelope = JWE(plain, protected=header, recipient=self._key)
        return str(envelope.serialize(compact=True))

    def open(self, sealed: str, kid: str) -> RSAPrivateKey:
        """The private key that was sealed under this ``kid``.

        Raises:
            SettingsFault: when the secret is another one, or the stored text was altered.
        """
        envelope = JWE(algs=["dir", "A256GCM"])
        try:
            envelope.deserialize(sealed, self._key)
            # The seal has vouched for every byte: testing the primes again would take 100 ms.
            private = load_der_private_key(
                envelope.payload, password=None, unsafe_skip_rsa_key_validation=True
            )
        except (JWException, InvalidTag, ValueError, TypeError) as error:
            raise _cannot_open() from error
        if envelope.jose_header.get("kid") != kid or not isinstance(private, RSAPrivateKey):
            raise _cannot_open()
        return private


def _cannot_open() -> SettingsFault:
    return SettingsFault(
        "The signing keys in the database cannot be opened: they were sealed under another"
        " PASSERELLE_SECRET_KEY, or altered. Put the former secret back."
    )
