"""What a screen may show, per kind, checked by pydantic. The guide is ``config/bank/README.md``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]


class Strict(BaseModel):
    """Unknown keys are faults: a misspelt key must not pass in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Pressable(Strict):
    """A button of a drawn screen."""

    id: Slug
    label: Line
    icon: str = ""
    icon_only: bool = False
    state: Literal["on", "off", ""] = ""
    badge: str = ""
    value: str = ""
    detail: str = ""


class ListedMessage(Strict):
    """One line of a mailbox."""

    id: Slug
    sender: Line
    subject: Line
    day: str = ""
    unread: bool = False
    attachment: bool = False


class NamedFile(Strict):
    """One line of a file list."""

    id: Slug
    name: Line
    icon: str = "file"
    detail: str = ""


class MessageLink(Strict):
    """A link inside a message; ``target`` is shown in clear."""

    id: Slug
    text: Line
    target: str = ""


class FoundPage(Strict):
    """One line of a results page."""

    id: Slug
    title: Line
    address: Line
    text: str = ""
    advert: bool = False


class WebPage(Strict):
    """One of several pages to compare."""

    id: Slug
    address: Line
    title: Line
    author: str = ""
    day: str = ""
    body: list[Line] = []


class Bubble(Strict):
    """One message of a conversation."""

    side: Literal["them", "me"]
    text: Line
    time: str = ""


class DocumentLine(Strict):
    """One line of a small document."""

    text: Line
    strong: bool = False


class SheetLine(Strict):
    """One line of a paper that lies on the table."""

    label: Line
    value: Line


class NoScreen(Strict):
    """Nothing is drawn."""

    kind: Literal["none"]


class PhoneHome(Strict):
    """The home page of a phone."""

    kind: Literal["phone_home"]
    apps: Annotated[list[Pressable], Field(min_length=2, max_length=9)]
    time: str = ""


class Mailbox(Strict):
    """A list of messages."""

    kind: Literal["mailbox"]
    messages: Annotated[list[ListedMessage], Field(min_length=1, max_length=6)]
    address: str = ""
    buttons: list[Pressable] = []


class Message(Strict):
    """One open message."""

    kind: Literal["message"]
    sender: Line
    address: str = ""
    day: str = ""
    subject: str = ""
    body: list[Line] = []
    attachments: list[Pressable] = []
    link: MessageLink | None = None
    buttons: list[Pressable] = []


class Chat(Strict):
    """A conversation by SMS or messaging."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    kind: Literal["chat"]
    with_: Annotated[str, Field(alias="with")]
    bubbles: Annotated[list[Bubble], Field(min_length=1, max_length=6)]
    buttons: list[Pressable] = []


class SearchPage(Strict):
    """A page of search results."""

    kind: Literal["search_page"]
    query: Line
    results: Annotated[list[FoundPage], Field(min_length=2, max_length=5)]


class OneWebPage(Strict):
    """A page on the internet."""

    kind: Literal["web_page"]
    address: Line
    title: Line
    author: str = ""
    day: str = ""
    body: list[Line] = []
    buttons: list[Pressable] = []


class WebPages(Strict):
    """Two or three pages to compare."""

    kind: Literal["web_pages"]
    pages: Annotated[list[WebPage], Field(min_length=2, max_length=3)]


class Files(Strict):
    """A list of files and folders."""

    kind: Literal["files"]
    place: Line
    files: Annotated[list[NamedFile], Field(min_length=1, max_length=7)]
    buttons: list[Pressable] = []


class VideoRoom(Strict):
    """A video meeting with its controls."""

    kind: Literal["video_room"]
    title: Line
    people: Annotated[list[Line], Field(min_length=1, max_length=6)]
    chat: list[Line] = []
    buttons: list[Pressable] = []


class Settings(Strict):
    """A settings page, or another list of lines with a value; ``icon`` says which where it is no settings."""

    kind: Literal["settings"]
    title: Line
    icon: str = ""
    rows: Annotated[list[Pressable], Field(min_length=2, max_length=8)]


class Window(Strict):
    """A window that asks or tells something."""

    kind: Literal["window"]
    title: Line
    body: list[Line] = []
    buttons: list[Pressable] = []


class Document(Strict):
    """A small text editor."""

    kind: Literal["document"]
    title: str = ""
    lines: Annotated[list[DocumentLine], Field(min_length=1, max_length=10)]
    buttons: list[Pressable] = []


class Table(Strict):
    """A small table of figures."""

    kind: Literal["table"]
    title: str = ""
    columns: Annotated[list[str], Field(min_length=2, max_length=4)]
    rows: Annotated[list[list[str]], Field(min_length=1, max_length=8)]


class Sheet(Strict):
    """A paper with the data that the task needs."""

    kind: Literal["sheet"]
    title: str = ""
    lines: Annotated[list[SheetLine], Field(min_length=1, max_length=8)]


class Picture(Strict):
    """One large pictogram and a line."""

    kind: Literal["picture"]
    icon: Line
    text: str = ""


Screen = Annotated[
    NoScreen
    | PhoneHome
    | Mailbox
    | Message
    | Chat
    | SearchPage
    | OneWebPage
    | WebPages
    | Files
    | VideoRoom
    | Settings
    | Window
    | Document
    | Table
    | Sheet
    | Picture,
    Field(discriminator="kind"),
]
