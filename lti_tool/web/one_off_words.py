"""The words and pictures of one-off helps."""

from __future__ import annotations

from lti_tool.domain.one_off import Topic
from lti_tool.web.i18n import _

ICONS = {
    Topic.PAPERWORK: "file",
    Topic.PRINTING: "printer",
    Topic.DEVICE: "computer",
    Topic.CONNECTION: "wifi",
    Topic.ACCOUNT: "key",
    Topic.MESSAGE: "mail",
    Topic.SEARCH: "search",
    Topic.SAFETY: "shield",
    Topic.OTHER: "plus",
}


def topic_in_words(topic: str) -> str:
    """What a help was about; its id where it left the list."""
    words: dict[str, str] = {
        Topic.PAPERWORK: _("Une démarche en ligne"),
        Topic.PRINTING: _("Imprimer ou scanner"),
        Topic.DEVICE: _("Un appareil à régler"),
        Topic.CONNECTION: _("Se connecter à internet"),
        Topic.ACCOUNT: _("Un compte, un mot de passe"),
        Topic.MESSAGE: _("Un message ou un appel"),
        Topic.SEARCH: _("Chercher sur internet"),
        Topic.SAFETY: _("Un doute, une arnaque"),
        Topic.OTHER: _("Autre chose"),
    }
    return words.get(topic, topic)
