"""What is looked at on every page: axe, the width, the language."""

from itertools import count

from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Desk

# For some frames: what the page asks for by itself, it asks as soon as it stands.
_CALM = """(time) => {
  if (window.__time !== time) { window.__time = time; window.__calm = 0; }
  const calm = document.readyState === "complete" && !window.__asked
    && !document.querySelector("[data-ready=false]");
  window.__calm = calm ? window.__calm + 1 : 0;
  return window.__calm > 4;
}"""
_times = count()


def settle(desk: Desk) -> None:
    """All that the page loads by itself is there."""
    desk.page.wait_for_function(_CALM, arg=next(_times))


def in_english(desk: Desk) -> None:
    """The same page in English: the click returns before the browser has left the Chinese one."""
    desk.page.click("form.languages button[value=en]")
    desk.page.wait_for_selector("html[lang=en]", state="attached")
    settle(desk)


# A colour on its way to another has a contrast that nobody reads.
_CHANGES_ARE_THROUGH = """() => Promise.all(
    document.getAnimations().filter((each) => each.effect.getComputedTiming().endTime !== Infinity)
        .map((each) => each.finished.catch(() => null)))"""


def axe(desk: Desk, *rules: str, but: str = "") -> list[str]:
    """What axe objects to, by all of its rules or by those named; ``but`` what is looked at
    elsewhere and large."""
    desk.page.evaluate(_CHANGES_ARE_THROUGH)
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = list(rules)
    found = Axe().run(
        desk.page, context={"exclude": [[but]]} if but else None, options=options)
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in found.response["violations"] for node in violation["nodes"]
    ]


def too_wide(desk: Desk) -> list[str]:
    wide = desk.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return [f"the page is {wide} px wider than the window"] if wide > 0 else []


_SIDEWAYS = """() => [...document.querySelectorAll('main .table-scroll, main .tabs')]
    .filter((each) => each.offsetParent && each.scrollWidth > each.clientWidth + 1)
    .map((each) => `${each.className} scrolls sideways: ${each.innerText.slice(0, 60)}`)"""


def scrolled_sideways(desk: Desk) -> list[str]:
    """Tables and tabs of which a part is out of sight."""
    found: list[str] = desk.page.evaluate(_SIDEWAYS)
    return found


_CHROME = """
() => [...document.querySelectorAll('label, legend, th, button, summary, h1.page-title, nav a')]
  .filter((e) => e.offsetParent && !e.closest('[lang], .paper, .find, form.languages'))
  .map((e) => e.innerText.trim())
  .filter((text) => /[\\u4e00-\\u9fff]/.test(text))
"""


def left_in_chinese(desk: Desk, names: set[str]) -> list[str]:
    """Labels, headings of tables and buttons speak English once English is chosen.

    Names of people and agencies, subjects and letters stay as they are.
    """
    return [
        f"still Chinese: {text}" for text in desk.page.evaluate(_CHROME)
        if not any(name in text for name in names)
    ]
