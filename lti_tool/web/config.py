"""How the pages behave in one installation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class WebConfig:
    """``origin`` is the tool's own address without a path, ``host`` its host and port.

    ``is_secure`` is whether browsers come over https; ``secret`` signs form tokens, which those of
    ``former_secrets`` signed stay good too; ``banner`` stands on every page when not empty; ``demo_url`` is
    the demo LMS's address, empty outside the demo; ``security_contact`` is told in ``security.txt``, and
    empty for no such file.
    """

    origin: str
    host: str
    launch_url: str
    is_secure: bool
    secret: bytes
    static: Path
    banner: str = ""
    demo_url: str = ""
    former_secrets: tuple[bytes, ...] = ()
    security_contact: str = ""

    def __repr__(self) -> str:
        return f"WebConfig(origin={self.origin!r})"
