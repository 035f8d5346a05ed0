"""Platform storage in a real browser: the proof goes to the platform's own window and comes from it alone."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Frame, Page

from tests.browser.secured import CONTROL, Secured
from tests.browser.test_cookies import context, parts, running, secured, strict, tool_frame
from tests.walking import look

__all__ = ["context", "parts", "running", "secured", "strict"]

# A platform that keeps things for tools. Before it answers a question, a frame of another site (the second
# one of the page) has answered it with a forgery.
PLATFORM = """() => {
  const kept = {}, asked = [];
  window.messages = [];
  addEventListener("message", ({ data, source, origin }) => {
    if (data.forged) {
      const { message, from, at } = asked.pop();
      from.postMessage({ ...message, subject: `${message.subject}.response`, value: kept[message.key] }, at);
      return;
    }
    window.messages.push({ ...data, origin });
    if (data.subject === "lti.put_data") {
      kept[data.key] = data.value;
      source.postMessage({ ...data, subject: "lti.put_data.response" }, origin);
    } else {
      asked.push({ message: data, from: source, at: origin });
      frames[1].postMessage(data, "*");
    }
  });
}"""
FORGER = """() => addEventListener("message", ({ data }) => {
  parent.frames[0].postMessage({ ...data, subject: `${data.subject}.response`, value: "forged" }, "*");
  parent.postMessage({ forged: true }, "*");
})"""
ADD_FRAME = """([address, name]) => new Promise(done => {
  const frame = document.createElement("iframe");
  frame.className = name;
  frame.onload = done;
  frame.src = address;
  document.body.append(frame);
})"""


def storing(context: BrowserContext, secured: Secured, key: str) -> tuple[Page, Frame]:
    """A course page of a platform with storage, and the tool's page in its frame after the launch."""
    page = context.new_page()
    page.goto(f"{secured.lms_url}/")
    page.evaluate(PLATFORM)
    page.evaluate(ADD_FRAME, ["about:blank", "tool"])
    page.evaluate(ADD_FRAME, [f"{secured.tool_url}{CONTROL}", "stranger"])
    page.frames[2].evaluate(FORGER)
    frame = page.frames[1]
    with frame.expect_navigation(url="**/lti/launch"):
        page.evaluate(
            "address => { document.querySelector('.tool').src = address }",
            secured.login_url(key, lti_storage_target="_parent"),
        )
    return page, tool_frame(page)


def test_proof_comes_from_the_platform_alone_when_a_stranger_answers_first(
    context: BrowserContext, secured: Secured
) -> None:
    """S23; the browser introduces itself otherwise the second time: the proof alone tells who it is."""
    secured.front.refuses_cookies = True
    secured.front.agent = "Another/1"
    page, frame = storing(context, secured, "apprenant-1")
    frame.locator("[name=proof]:not([value=''])").wait_for(state="attached")
    with context.expect_page() as opened:
        frame.locator("form[data-new-tab] button").click()
    greeted = look(opened.value)
    messages = page.evaluate("window.messages")

    assert greeted.page in ("welcome", "question")
    assert [one["subject"] for one in messages] == ["lti.put_data", "lti.get_data"]
    assert messages[0]["key"] == messages[1]["key"]
    assert {one["origin"] for one in messages} == {secured.tool_url}
    assert frame.evaluate("document.querySelector('[name=proof]').value") == messages[0]["value"]


def test_launch_goes_on_when_the_platform_never_answers(context: BrowserContext, secured: Secured) -> None:
    """After a second at most, and with the cookie that came back."""
    page = context.new_page()
    page.goto(f"{secured.lms_url}/")
    with page.expect_event("framenavigated", lambda frame: "/l/" in frame.url):
        page.evaluate(
            ADD_FRAME, [secured.login_url("apprenant-2", lti_storage_target="no_such_frame"), "tool"]
        )

    assert look(tool_frame(page)).page == "welcome"
