"""The preview of modules for their authors: the folder with and without faults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lti_tool.web import present_preview

FAULT = present_preview.FaultLine(
    place="modules/fr/C01/module.yaml:37",
    what="the word “faux” is not for a learner's text",
    mend="use a calmer word, or the plain one",
)
STRAY = present_preview.FaultLine(
    place="modules/fr/un-nom-de-dossier-vraiment-tres-long/un-texte-au-nom-tout-aussi-long.md:1",
    what="no step asks for this file",
    mend="name it after a step of kind see or agree, or remove it",
)


def preview() -> Iterator[tuple[str, str, object]]:
    """Name, template and values of each."""
    line = present_preview.DraftLine(
        id="C01", title="Photographier un papier", minutes=10, language="fr", href="/fr/C01"
    )
    page = present_preview.DraftsPage(
        folder="/srv/passerelle/mes-modules",
        faults=(),
        modules=(line, replace(line, id="C02", language="nl", title="Een foto van een brief")),
    )
    yield "preview/drafts", "preview/drafts.html", page
    yield "preview/drafts-none", "preview/drafts.html", replace(page, modules=())
    yield "preview/drafts-faulty", "preview/drafts.html", replace(page, faults=(FAULT, STRAY))
    faulty = present_preview.DraftsPage(folder="mes-modules", faults=(FAULT,), module="C01", back_href="/")
    yield "preview/faulty", "preview/drafts.html", faulty
