"""The platform of the launch bench as far as tools ask it something: its keys, after a while if so wished."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from lti_tool.lti.sealing import new_private_key
from tests.bench.launch_load import KID, b64


class Keys(ThreadingHTTPServer):
    """Answers every GET with the key set; ``delay_seconds`` later. ``asked`` counts the requests."""

    daemon_threads = True

    def __init__(self) -> None:
        self.private: RSAPrivateKey = new_private_key()
        self.delay_seconds = 0.0
        self.asked = 0
        numbers = self.private.public_key().public_numbers()
        modulus = numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8, "big")
        key = {"kty": "RSA", "alg": "RS256", "use": "sig", "kid": KID, "e": "AQAB", "n": b64(modulus)}
        self.answer = json.dumps({"keys": [key]}).encode()
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        """The platform's address."""
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def pem(self) -> str:
        """The private key, for those who sign in another process."""
        return self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


class _Handler(BaseHTTPRequestHandler):
    server: Keys

    def do_GET(self) -> None:
        self.server.asked += 1
        time.sleep(self.server.delay_seconds)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(self.server.answer)))
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving_keys() -> Iterator[Keys]:
    """The platform for the length of the block."""
    with Keys() as keys:
        thread = threading.Thread(target=keys.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield keys
        finally:
            keys.shutdown()
            thread.join()
