"""The pages in a real browser: axe finds nothing, nothing is too wide, the keyboard reaches all, paper shows all.

Skipped where there is no Chromium. Colours and sizes take axe milliseconds per cell: they are measured in memos with
the outer rows of every table, since one template and style make all rows. The other rules also see every row.
"""

import shutil

import pytest

from tests.conftest import NIGHTLY
from tests.interface import pages

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Data cells without a header: axe calls it an experiment and leaves it out unless asked.
ASKED = {"td-has-header": {"enabled": True}}
NO_COLOURS = {"color-contrast": {"enabled": False}}
NO_LAYOUT = {**NO_COLOURS, "target-size": {"enabled": False}}
# What the width of the screen can change.
BY_WIDTH = [
    "target-size",
    "scrollable-region-focusable",
    "css-orientation-lock",
    "meta-viewport",
    "meta-viewport-large",
]
WIDE, NARROW, HEIGHT = 1280, 320, 900
KINDS = [*pages.NAMES, "index", "simple"]
FIND = """options => axe.run(options).then(
    found => found.violations.map(one => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`))"""
UNFOLD = "for (const fold of document.querySelectorAll('details')) fold.open = true"
# What has the focus: a link by its address, a fold by its identifier, else the identifier itself.
FOCUSED = (
    "(at => at.getAttribute('href') ?? (at.tagName === 'SUMMARY' ? at.parentElement : at).id)(document.activeElement)"
)


@pytest.fixture(scope="module")
def browser():
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip(f"no browser: expected one of {', '.join(BROWSERS)} (on Debian the package chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        running = started.chromium.launch(executable_path=path, args=list(OPTIONS))
        yield running
        running.close()


@pytest.fixture(scope="module")
def context(browser):
    return browser.new_context()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The pages as files: the whole memos, and every kind of page shortened in `short`."""
    made = tmp_path_factory.mktemp("pages")
    (made / "short").mkdir()
    for name in pages.NAMES:
        (made / f"{name}.html").write_text(pages.page(name), encoding="utf-8")
    for name, html in pages.named().items():
        (made / "short" / f"{name}.html").write_text(html, encoding="utf-8")
    return made


@pytest.fixture
def visit(context, folder):
    """Opens a page; `visit.asked` has every address that was asked for."""
    opened = []

    def at(name: str, width: int = WIDE, anchor: str = ""):
        page = context.new_page()
        opened.append(page)
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.set_default_timeout(5000)
        page.on("request", lambda request: at.asked.append(request.url))
        page.goto((folder / f"{name}.html").as_uri() + anchor)
        return page

    at.asked = []
    yield at
    for page in opened:
        page.close()


def violations(page, rules: dict | None = None, only: list[str] | None = None) -> list[str]:
    """Rules of axe that the page breaks, each with its first element; `only` these rules, or all but for `rules`."""
    from axe_playwright_python.base import AXE_SCRIPT

    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    if only:
        return page.evaluate(FIND, {"runOnly": {"type": "rule", "values": only}, "resultTypes": ["violations"]})
    chosen = {"runOnly": {"type": "tag", "values": RULES}, "rules": {**ASKED, **(rules or {})}}
    return page.evaluate(FIND, {**chosen, "resultTypes": ["violations"]})


BROKEN = {
    "image-alt": ("img", "image => image.removeAttribute('alt')"),
    "color-contrast": (".note", "note => note.style.color = '#999'"),
    "td-has-header": (
        "table",
        "table => table.querySelectorAll('th').forEach(th => th.outerHTML = `<td>${th.textContent}</td>`)",
    ),
    "html-has-lang": ("html", "html => html.removeAttribute('lang')"),
    "target-size": (".contents ul ul", "list => list.querySelectorAll('a').forEach(a => a.style = 'all: unset')"),
    "scrollable-region-focusable": (
        ".account .table",
        "box => { box.closest('details').open = true; box.removeAttribute('tabindex'); box.style.width = '9rem';"
        " box.className = ''; box.style.overflowX = 'auto';"
        " box.querySelectorAll('a').forEach(a => a.removeAttribute('href')) }",
    ),
    "heading-order": (".account h3", "heading => heading.outerHTML = '<h5>Hoofdstuk</h5>'"),
}


def test_axe_finds_what_was_broken_on_purpose(visit):
    """One page, broken in seven ways: seven rules, and no other."""
    page = visit("short/zuid_holland_zuid")
    for selector, breaking in BROKEN.values():
        page.locator(selector).first.evaluate(breaking)
    assert {found.split(":")[0] for found in violations(page)} == set(BROKEN)


@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing_folded_and_unfolded(visit, name):
    """Unfolded the page shows what it shows folded: folded by night only. It asks for no other file."""
    page = visit(f"short/{name}")
    if NIGHTLY:
        assert violations(page, NO_COLOURS) == []
    page.evaluate(UNFOLD)
    assert violations(page) == []
    assert {url for url in visit.asked if not url.startswith("data:")} == {page.url}


@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing_on_a_narrow_screen(visit, name):
    """By night all rules but for colours, which do not depend on the width."""
    page, rules = visit(f"short/{name}", NARROW), {"rules": NO_COLOURS} if NIGHTLY else {"only": BY_WIDTH}
    assert violations(page, **rules) == []
    page.evaluate(UNFOLD)
    assert violations(page, **rules) == []


@pytest.mark.parametrize("name", pages.NAMES if NIGHTLY else ["zuid_holland_zuid"])
def test_axe_finds_nothing_in_the_whole_memo(visit, name):
    """Of all regions in the nightly run: ten thousands of elements take axe seconds."""
    page = visit(name)
    page.evaluate(UNFOLD)
    assert violations(page, NO_LAYOUT) == []


def too_wide(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.parametrize("name", [*pages.NAMES, "short/index", "short/simple"])
def test_nothing_is_wider_than_a_narrow_screen(visit, name):
    """320 pixels is also a screen of 1280 at 400 %. Tables scroll in a part of their own."""
    page = visit(name, NARROW)
    page.evaluate(UNFOLD)
    assert not too_wide(page)
    page.locator("main").evaluate("main => main.style.minWidth = '21rem'")
    assert too_wide(page)


def test_a_page_that_asks_for_another_file_is_noticed(visit):
    page = visit("short/index")
    with page.expect_request("**/other.png"):
        page.evaluate("document.body.append(Object.assign(new Image(), { src: 'other.png' }))")
    assert len(visit.asked) == 2


def test_the_keyboard_reaches_skip_link_contents_and_chapters(visit):
    """Tab: skip link, contents, its links in order. Enter on that of a folded chapter opens it and goes there."""
    page = visit("short/noord_holland_noord")
    page.keyboard.press("Tab")
    arrives(page, "#naar_inhoud")
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Inhoud"
    anchors = [chapter.anchor for chapter in pages.memo("noord_holland_noord").chapters[1:]]
    for anchor in anchors:
        page.keyboard.press("Tab")
        arrives(page, f"#{anchor}")
    chapter = page.locator(f"[id='{anchors[-1]}']")
    assert chapter.get_attribute("open") is None
    page.keyboard.press("Enter")
    page.wait_for_url(f"**#{anchors[-1]}")
    assert chapter.get_attribute("open") == ""
    arrives(page, anchors[-1])
    assert in_sight(chapter.locator("summary").first)


def arrives(page, identifier: str) -> None:
    """The focus comes there: the browser's own jump takes it away for a moment before the page gives it back."""
    page.wait_for_function(f"expected => {FOCUSED} === expected", arg=identifier, timeout=5000)


def in_sight(locator) -> bool:
    box = locator.bounding_box()
    return box is not None and 0 <= box["y"] < HEIGHT


def test_the_skip_link_goes_to_the_main_part(visit):
    page = visit("short/index")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    arrives(page, "naar_inhoud")
    page.keyboard.press("Tab")
    arrives(page, f"{pages.NAMES[0]}/memo.html")


MOVED_ON = """anchor => new Promise(done => {
    addEventListener('hashchange', () => setTimeout(() => done(document.activeElement.className)));
    document.querySelector(`a[href='#${anchor}']`).click();
    document.querySelector('.skip').focus();
})"""


def test_a_reader_who_moves_on_at_once_is_not_pulled_back(visit):
    """The browser tells of the new address a moment after the link was followed; the focus may be elsewhere by then."""
    page = visit("short/noord_holland_noord")
    assert page.evaluate(MOVED_ON, pages.memo("noord_holland_noord").account[0].anchor) == "skip"


def linked(page):
    """A figure of the sample, in the middle of its table, and its derivation."""
    figure = page.locator("td a[href^='#proef-1-']").nth(1)
    return figure, page.locator(figure.get_attribute("href"))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_figure_leads_to_its_derivation_and_back(visit, width):
    """Enter on a figure opens three folds and goes to its step; Tab and Enter there go back to that very figure."""
    page = visit("noord_holland_noord", width)
    figure, step = linked(page)
    assert not step.is_visible()
    for _ in range(2):  # The second time the address is there already: nothing changes in it.
        figure.focus()
        page.keyboard.press("Enter")
        arrives(page, step.get_attribute("id"))
        assert in_sight(step)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        arrives(page, figure.get_attribute("href"))
        assert in_sight(figure)
        page.evaluate("for (const fold of document.querySelectorAll('main details')) fold.open = false")


def test_a_derivation_can_be_reached_by_address(visit):
    """As a link in another document does; its way back is the row of the table."""
    _, step = linked(visit("noord_holland_noord"))
    anchor = step.get_attribute("id")
    page = visit("noord_holland_noord", anchor=f"#{anchor}")
    arrives(page, anchor)
    figure, step = linked(page)
    assert in_sight(step)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    row = page.locator("tr", has=figure)
    arrives(page, row.get_attribute("id"))
    assert in_sight(row)


def test_an_address_typed_later_opens_its_chapter(visit):
    page = visit("short/noord_holland_noord")
    anchor = pages.memo("noord_holland_noord").account[-2].anchor
    page.evaluate("anchor => location.hash = anchor", anchor)
    page.wait_for_function("anchor => document.activeElement.parentElement.id === anchor", arg=anchor)
    assert page.locator(f"[id='{anchor}']").get_attribute("open") == ""


def test_links_that_are_figures_are_large_enough(visit):
    """At least 24 by 24 pixels (WCAG 2.2, 2.5.8), also a figure of one digit."""
    page = visit("short/zuid_holland_zuid", NARROW)
    page.locator("td a").first.evaluate("link => link.textContent = '0'")
    boxes = page.locator("td a:visible").evaluate_all("all => all.map(a => a.getBoundingClientRect().toJSON())")
    assert len(boxes) > 2
    assert min(min(box["width"], box["height"]) for box in boxes) >= 24


def test_contents_stand_open_where_there_is_room(visit):
    assert visit("short/zuid_holland_zuid").locator(".contents details").get_attribute("open") == ""
    assert visit("short/zuid_holland_zuid", NARROW).locator(".contents details").get_attribute("open") is None


def test_without_the_script_the_reader_opens_by_hand(browser, folder):
    page = browser.new_page(java_script_enabled=False)
    page.goto((folder / "short" / "zuid_holland_zuid.html").as_uri())
    chapter = page.locator(".chapter").first
    chapter.locator("summary").first.click()
    assert chapter.locator("table").first.is_visible()
    chapter.locator(".derivations > summary").first.click()
    chapter.locator(".derivations details > summary").first.click()
    assert page.locator("#proef-0-1").is_visible()
    page.close()


# What takes room on paper and is no heading of a fold.
PRINTED = """selector => [...document.querySelectorAll(selector)].map(
    fold => [...fold.children].some(child => child.tagName !== 'SUMMARY' && child.checkVisibility()))"""


@pytest.mark.parametrize("name", pages.NAMES)
def test_paper_shows_all_chapters_but_no_code_and_no_menu(visit, name):
    page = visit(f"short/{name}")
    assert not any(page.evaluate(PRINTED, ".chapter"))
    page.emulate_media(media="print")
    assert len(page.evaluate(PRINTED, ".chapter")) == len(pages.memo(name).account)
    assert all(page.evaluate(PRINTED, ".chapter"))
    assert not any(page.evaluate(PRINTED, ".code, .derivations"))
    for hidden in (".contents", ".skip", "footer"):
        assert not page.locator(hidden).is_visible()
    # What the reader opened is printed too.
    page.locator(".chapter .code").first.evaluate("code => code.open = true")
    assert page.locator(".chapter .code pre").first.is_visible()


def test_printing_leaves_the_folds_as_they_were(visit):
    page = visit("short/zuid_holland_zuid")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".chapter:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".chapter[open]").count() == 0
