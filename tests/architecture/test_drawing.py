"""The drawing of the layers tells what the code is."""

from __future__ import annotations

from tests.architecture import drawing

BYTES_AT_MOST = 20 * 1024


def test_the_drawing_is_up_to_date_when_the_layers_or_their_libraries_change() -> None:
    """To mend it: ``python -m tests.architecture.drawing``."""
    kept = drawing.FILE.read_text(encoding="utf-8")

    assert drawing.drawn() == kept
    assert BYTES_AT_MOST >= len(kept.encode())


def test_every_layer_is_in_the_drawing() -> None:
    kept = drawing.FILE.read_text(encoding="utf-8")

    assert [] == [name for row in drawing.layers() for name in row if f">{name}</text>" not in kept]
    assert "sqlalchemy" in drawing.libraries("store")
    assert [] == drawing.libraries("domain")
