"""The pages between the platform and the first page, and the question whose session it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.web import present, present_launch

STORAGE = present_launch.StorageQuestion(
    target="_parent", platform="https://campus.example/auth", key="passerelle-1"
)


def opening() -> Iterator[tuple[str, str, object]]:
    """Name, template and values of each."""
    button = present_launch.NewTabPage(
        code="e-cookies",
        reason="no-browser-cookie",
        reference="PSR-7F3K-2Q",
        sealed="x",
        action="/lti/continue",
        seconds=60,
    )
    yield "opening/new-tab", "launch/new_tab.html", button
    yield "opening/new-tab-storage", "launch/new_tab.html", replace(button, storage=STORAGE)
    # No such frame: the script waits for nobody, and goes on to an address of the same page.
    kept = replace(STORAGE, target="nowhere", value="x")
    yield "opening/storage", "launch/storage.html", present_launch.StoragePage(href="#contenu", storage=kept)
    asked = present.Frame(sign_out_action="/l/x/end", whose="Maximilienne Vandenbroucke-Delacroix")
    page = present.WelcomePage(title="Mon point de départ", minutes=20, action="/l/x/welcome", frame=asked)
    yield "opening/whose", "learner/welcome.html", page
