"""The explorer: its figures are those of the library, its command gives the same memo, its page is for everyone."""

import csv
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
import urllib.error
import urllib.request
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from queue import Empty, Queue
from urllib.parse import urlsplit

import pytest

from tests.command import run
from tests.interface.test_browser import BROWSERS, OPTIONS, too_wide, violations
from vtcost import cli
from vtcost.data import Region, region_names
from vtcost.explorer import session
from vtcost.explorer.command import line, process
from vtcost.explorer.controls import Control, controls, shown, typed
from vtcost.explorer.page import chosen, page, respond
from vtcost.explorer.session import FOLDER, REGION
from vtcost.formulas.rounding import whole_units
from vtcost.numbers import number
from vtcost.reforms import reform

NHN, ZHZ, OWN = "noord_holland_noord", "zuid_holland_zuid", "mijn_regio"
NOTEBOOK = Path(session.__file__).parent / "notebook" / "verkenner.ipynb"
BUDGET = Control("budget", "Begroting", "euro", 9_443_808.0, 1, 10_000_000_000)
WEIGHT = Control("weight_inhabitants", "Gewicht", "fraction", 0.5, 0, 1)
COLUMN = Control("mix_of", "Kolom", "", "Realisatie 2021", choices=(("Realisatie 2021",) * 2, ("Realisatie 2023",) * 2))
ODD = {"budget": "9.500.000,50", "weight_inhabitants": "33,3333", "duvo_alkmaar": "0", "population_vintage": "final"}
MOVED = [
    (NHN, {}),
    (NHN, ODD),
    ("gelderland_midden", {"year": "2019", "fixed_share": "100", "share_centraal_gelderland": "70"}),
    (ZHZ, {"mix_of": "Begroting 2025 besluit AB", "norms": "national", "reports": "6.000"}),
]
# Milliseconds. Long, since the machine may be busy; nothing waits for them otherwise.
PATIENCE, BUILD = 20_000, 180_000
START = 60  # seconds


class Cells(HTMLParser):
    """Cells of the one table in a text, by row."""

    def __init__(self, html: str):
        super().__init__()
        self.rows, self.inside = [], False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data):
        if self.inside:
            self.rows[-1][-1] += data


def column(html: str) -> dict[str, str]:
    """The first column of numbers: what the choices lead to."""
    return {row[0]: row[1] for row in Cells(html).rows[1:]}


def contributions(name: str, **given) -> dict[str, str]:
    """What the library says each municipality pays, as the table writes it."""
    paid = whole_units(reform(Region.open(name, **given)).contribution())
    return {**{label: number(value) for label, value in paid.items()}, "Totaal": number(paid.sum())}


@pytest.mark.parametrize("name", region_names())
def test_every_number_of_a_region_can_be_moved(name):
    known = {control.name: control for control in controls(Region.open(name))}
    table = Region.open(name).tables["parameters"]
    assert set(table.loc[table["type"] == "number", "parameter"]) <= set(known)
    for control in known.values():
        if control.slider and control.memo is not None:
            low, high, step = control.slider
            assert low <= control.memo * control.factor <= high
            assert control.low <= low / control.factor < high / control.factor <= control.high
            assert (high - low) / step <= 2000


@pytest.mark.parametrize("name", region_names())
def test_every_choice_has_a_dutch_name(name):
    """A single word in lower case is a code of data/; the page has other words for it."""
    for control in controls(Region.open(name)):
        for value, label in control.choices:
            assert label != value or not re.fullmatch("[a-z_]+", value)


@pytest.mark.parametrize("name", region_names())
def test_what_changes_nothing_on_the_page_is_said_to_count_in_the_memo_only(name):
    """Every list to its other values, every number to half of the memo's or to 40 %: the table moves, or else it is
    under the heading "Telt alleen mee in de memo". Old DUVO amounts are moved together: one alone is refused."""
    region = Region.open(name)
    still = respond({"region": name})
    only = {one.name for one in controls(region) if one.memo_only}
    for control in controls(region):
        if control.choices:
            tried = [{control.name: value} for value, _ in control.choices if value != control.memo]
        elif control.name.startswith("duvo_old_"):
            tried = [{"duvo_old_alkmaar": "100.000", "duvo_old_den_helder": "50.000"}]
        else:
            value = 0.4 if control.factor > 1 else control.memo / 2
            tried = [{control.name: shown(value, control)}]
        rows = [Cells(respond({"region": name, "values": values})["table"]).rows for values in tried]
        assert any(one != Cells(still["table"]).rows for one in rows) == (control.name not in only), control.name
    before, heading, after = still["controls"].partition("Telt alleen mee in de memo")
    assert bool(heading) == bool(only)
    assert set(re.findall('data-field="([a-z_]+)"', after)) == only
    assert not only & set(re.findall('data-field="([a-z_]+)"', before))


@pytest.mark.parametrize(
    ("text", "control", "value"),
    [
        ("9.500.000", BUDGET, "9500000"),
        ("9500000,25", BUDGET, "9500000.25"),
        (" € 9.500.000 ", BUDGET, "9500000"),
        ("0,5 %", WEIGHT, "0.005"),
        ("33,3333", WEIGHT, "0.333333"),
        ("100", WEIGHT, "1"),
        ("Realisatie 2023", COLUMN, "Realisatie 2023"),
    ],
)
def test_numbers_are_typed_in_dutch(text, control, value):
    assert typed(text, control) == value


@pytest.mark.parametrize(
    ("text", "control"),
    [
        ("9500000.5", BUDGET),  # In Dutch a dot stands before three digits.
        ("1.00", BUDGET),
        ("0", BUDGET),
        ("1e9", BUDGET),
        ("veel", BUDGET),
        ("nan", WEIGHT),
        ("100,1", WEIGHT),
        ("-1", WEIGHT),
        ("9" * 400, BUDGET),
        ("1" + ".000" * 400, BUDGET),
        ("٣", BUDGET),
        ("Realisatie 2022", COLUMN),
        ("$(reboot)", COLUMN),
    ],
)
def test_what_is_no_number_in_range_is_refused_in_dutch(text, control):
    with pytest.raises(ValueError, match=r"^(Vul een getal in|Kies een waarde)"):
        typed(text, control)


def test_a_value_is_shown_as_it_is_typed():
    """0,797 of the budget is 79,7 %; what is shown and typed again is the same number."""
    assert shown(0.797, WEIGHT) == "79,7"
    for value in (0.0, 0.005, 0.333333, 1.0):
        assert float(typed(shown(value, WEIGHT), WEIGHT)) == value


@pytest.mark.parametrize(("name", "values"), MOVED)
def test_the_command_gives_the_same_parameters(name, values):
    """A shell splits the command, `vtcost` reads it: the region then has the figures of the page."""
    message = {"region": name, "values": values}
    program, *words = shlex.split(respond(message)["command"])
    options = cli._parser().parse_args(words)
    assert (program, options.names) == ("vtcost", [name])
    given = cli._given(options.parameter)
    assert given == chosen(message).given
    if name != ZHZ:
        assert column(respond(message)["table"]) == contributions(name, **given)


def test_odd_values_survive_a_shell():
    odd = {"a": 'it\'s $(touch x); `x` "q" \\ é * ~', "b": "-p", "c": "", "d": "twee\nregels"}
    command = line("naam", odd).replace("vtcost", "printf '%s\\0'", 1)
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=20, check=True)
    assert done.stdout.split("\0")[2:-1] == [part for pair in odd.items() for part in ("-p", *pair)]


def test_the_memos_own_value_is_no_parameter():
    message = {"region": NHN, "values": {"budget": "9.443.808", "weight_inhabitants": "50,0", "duvo_alkmaar": " "}}
    assert respond(message)["command"] == f"vtcost build {NHN}"


def test_another_year_has_other_values():
    """Gelderland-Midden 2019: the budget of that year, and nothing but the year is a parameter."""
    answer = respond({"region": "gelderland_midden", "values": {"year": "2019"}})
    assert answer["command"] == "vtcost build gelderland_midden -p year 2019"
    assert answer["fields"]["budget"]["text"] == shown(
        Region.open("gelderland_midden", year=2019).input("budget"), BUDGET
    )


def test_more_hours_need_fewer_people():
    """zhz-2024: 73,33 fte at 1.350 hours is 99.000 hours, which is 66,00 fte at 1.500; 66,15 is available."""
    answer = respond({"region": ZHZ, "values": {"hours_per_fte": "1.500"}})
    row = next(row for row in Cells(answer["table"]).rows if row[0] == "Begroting 2025 voorstel DB")
    assert row[1:] == ["66,00", "73,33", "66,15", "+0,15"]


def test_the_gap_of_the_finding_stands_in_the_table():
    """Nobody decided about people for the reader's own numbers: the 63,40 fte of zhz-2024, "besluit AB", count there.
    83,45 needed is 20,05 more; both stand in the row, the bar has the mark at 63,40 of 100."""
    answer = respond({"region": ZHZ})
    assert Cells(answer["table"]).rows[-1] == ["Doorrekening", "83,45", "83,45", "63,40", "−20,05"]
    assert "20,05 fte meer dan er volgens „Begroting 2025 besluit AB” zijn" in answer["finding"]
    assert "„Doorrekening” is wat er nodig is voor" in answer["table"]
    assert answer["chart"].count('class="mark"') == answer["chart"].count('class="name"') == 8
    assert 'class="mark" style="left:63.40%"' in answer["chart"].rpartition("Doorrekening")[2]


def test_what_the_build_refuses_is_refused_here():
    """One of the two old DUVO amounts is not enough; both count in the memo, not in this outcome, and that is said."""
    one = respond({"region": NHN, "values": {"duvo_old_alkmaar": "100.000"}})
    assert "expected both old amounts or neither" in one["error"]
    both = respond({"region": NHN, "values": {"duvo_old_alkmaar": "100.000", "duvo_old_den_helder": "50.000"}})
    assert "Telt wel mee in de memo, niet in deze uitkomst" in both["table"]
    assert column(both["table"]) == contributions(NHN)


def test_what_is_typed_never_becomes_markup():
    nasty = "<img src=x onerror=alert(1)>"
    answer = respond({"region": NHN, "values": {"budget": nasty, nasty: nasty}})
    assert answer["fields"]["budget"]["error"] == "Vul een getal in, zoals 1.234.567."
    assert nasty not in answer["error"]
    assert "<img" not in respond({"region": nasty})["error"]
    for message in ({}, {"region": None}, {"region": ["x"]}, {"region": NHN, "values": {"budget": 5, "year": None}}):
        assert "vtcost build" in respond(message).get("command", "vtcost build")
    assert page(NHN, '"><script>').count("<script") == 1


# Regions of the user's own


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """A folder as `vtcost new-region` leaves it, with files in it that no kernel may run as its modules."""
    folder = tmp_path_factory.mktemp("workspace")
    assert run("new-region", OWN, cwd=folder).returncode == 0
    for module in ("comm", "pandas", "colorsys"):
        (folder / f"{module}.py").write_text(f"open({str(folder / 'ran')!r}, 'w')\n")
    return folder


def test_the_kernel_knows_regions_of_the_folder_that_it_was_started_for(workspace):
    """As the notebook does: it starts elsewhere, is told the folder and shows the region; the folder gives no code."""
    script = f"""
import os, sys
sys.path.insert(0, "")
from vtcost.explorer.session import show
shown = show().data
assert 'value="{OWN}" selected' in shown and "vtcost build {OWN}" in shown
import colorsys
"""
    settings = {**os.environ, FOLDER: str(workspace), "QUERY_STRING": f"{REGION}={OWN}"}
    subprocess.run([sys.executable, "-P", "-c", script], cwd=NOTEBOOK.parent, env=settings, check=True, timeout=START)
    assert not (workspace / "ran").exists()
    assert process(OWN, {}, workspace)[1] == "-P"


def test_an_unknown_region_is_refused_in_one_line(workspace):
    command = [sys.executable, "-P", "-m", "vtcost.cli", "explore", "nergens", "--no-browser"]
    done = subprocess.run(command, cwd=workspace, capture_output=True, text=True, timeout=START)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(f"vtcost: no region 'nergens', expected one of .*{OWN}.*\n", done.stderr)


def test_a_broken_region_of_ones_own_leaves_the_others(workspace, monkeypatch):
    """Its description is no JSON: it is refused when chosen; the page of another region is shown as always."""
    broken = workspace / "data" / "kapot"
    shutil.copytree(workspace / "data" / OWN, broken)
    (broken / "datapackage.json").write_text("{")
    monkeypatch.chdir(workspace)
    try:
        assert f"vtcost build {NHN}" in page(NHN)
        assert "kapot" in respond({"region": "kapot"})["error"]
        assert "Met deze waarden kan niet worden gerekend" in page("kapot")
    finally:
        shutil.rmtree(broken)


# In a real browser


@pytest.fixture(scope="module")
def server(workspace):
    """The explorer as a user starts it, in a folder with a region of one's own; its address, its key in it."""
    if next(filter(None, map(shutil.which, BROWSERS)), None) is None:
        pytest.skip(f"no browser: expected one of {', '.join(BROWSERS)} (on Debian the package chromium)")
    pytest.importorskip("voila")
    command = [sys.executable, "-P", "-m", "vtcost.cli", "explore", NHN, "--no-browser"]
    running = subprocess.Popen(command, cwd=workspace, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said: Queue[str] = Queue()
    threading.Thread(target=lambda: [said.put(text) for text in running.stdout], daemon=True).start()
    try:
        first = said.get(timeout=START)
        assert first.startswith("Explorer: http://127.0.0.1:"), first
        running.address = first.split()[1]
        yield running
        running.terminate()
        assert running.wait(timeout=START) == 0
    except Empty:
        pytest.fail("the explorer did not start")
    finally:
        running.kill()
        running.wait(timeout=START)


@pytest.fixture(scope="module")
def context(server):
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=list(OPTIONS))
        made = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
        made.grant_permissions(["clipboard-read", "clipboard-write"])
        yield made
        browser.close()


@pytest.fixture(scope="module")
def opened(context, server):
    """The page, once for all tests; `opened.asked` has every address that was asked for, `opened.wrong` what failed."""
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    tab.asked, tab.wrong = [], []
    tab.on("request", lambda request: tab.asked.append(request.url))
    tab.on("websocket", lambda socket: tab.asked.append(socket.url))
    tab.on("pageerror", lambda error: tab.wrong.append(str(error)))
    tab.on("console", lambda message: message.type == "error" and tab.wrong.append(message.text))
    tab.goto(server.address)
    tab.locator("main[data-ready]").wait_for()
    yield tab
    assert tab.wrong == []


@pytest.fixture
def tab(opened):
    """The page with the memo's values of Noord-Holland Noord."""
    opened.set_viewport_size({"width": 1280, "height": 900})
    if opened.locator("#regio").input_value() != NHN:
        choose(opened, NHN)
    opened.locator("#terug").click()
    says(opened, f"vtcost build {NHN}")
    return opened


def says(tab, command: str) -> None:
    """The page shows this command, and with it the figures that belong to it."""
    tab.locator("#opdracht", has_text=re.compile(f"^{re.escape(command)}$")).wait_for()


def choose(tab, name: str) -> None:
    tab.locator("#regio").select_option(name)
    says(tab, f"vtcost build {name}")


def table(tab) -> dict[str, str]:
    return column(tab.locator("#tabel").inner_html())


def test_a_slider_that_is_moved_by_keyboard_moves_the_table(tab):
    """Ten times one percent: 60 % inhabitants. The table, the bars and what a screen reader is told follow."""
    before = tab.locator("#grafiek").inner_html()
    tab.locator("#schuif_weight_inhabitants").focus()
    for _ in range(10):
        tab.keyboard.press("ArrowRight")
    says(tab, f"vtcost build {NHN} -p weight_inhabitants 0.6")
    assert table(tab) == contributions(NHN, weight_inhabitants=0.6) != contributions(NHN)
    assert tab.locator("#veld_weight_inhabitants").input_value() == "60"
    assert tab.locator("#schuif_weight_inhabitants").get_attribute("aria-valuetext") == "60 %"
    assert tab.locator("#grafiek").inner_html() != before
    finding = tab.locator("#bevinding p").first.inner_text()
    tab.locator("#melding", has_text=finding).wait_for(state="attached")
    assert tab.locator("#melding").get_attribute("aria-live") == "polite"
    # What was told is taken away: whoever reads on does not hear it twice.
    tab.locator("#melding:empty").wait_for(state="attached")


def test_a_number_can_be_typed_instead(tab):
    tab.locator("#veld_budget").focus()
    tab.keyboard.press("Control+a")
    tab.keyboard.type("9500000")
    tab.keyboard.press("Enter")
    says(tab, f"vtcost build {NHN} -p budget 9500000")
    assert table(tab) == contributions(NHN, budget=9_500_000)
    assert tab.locator("#schuif_budget").input_value() == "9500000"
    tab.locator("#veld_budget").blur()
    assert tab.locator("#veld_budget").input_value() == "9.500.000"


def test_a_wrong_number_is_explained_and_leaves_the_outcome(tab):
    tab.locator("#veld_budget").fill("veel")
    tab.keyboard.press("Tab")
    tab.locator("#fout_budget", has_text="Vul een getal in, zoals 1.234.567.").wait_for()
    assert tab.locator("#veld_budget").get_attribute("aria-invalid") == "true"
    assert "fout_budget" in tab.locator("#veld_budget").get_attribute("aria-describedby")
    assert table(tab) == contributions(NHN)
    assert tab.locator("#maak").get_attribute("aria-disabled") == "true"
    assert tab.get_by_text("De uitkomst hoort bij de vorige invoer.").first.is_visible()
    assert violations(tab) == []
    tab.locator("#terug").click()
    tab.locator("#oud").wait_for(state="hidden")


@pytest.mark.parametrize("name", region_names())
def test_axe_finds_nothing_and_nothing_is_too_wide(tab, name):
    choose(tab, name)
    assert violations(tab) == []
    tab.set_viewport_size({"width": 320, "height": 900})
    assert violations(tab, {"color-contrast": {"enabled": False}}) == []
    assert not too_wide(tab)


def test_every_control_can_be_reached_and_has_a_name(tab):
    """Tab goes from the region through every slider and field to the button under them, in order."""
    names = [control.name for control in controls(Region.open(NHN))]
    order = tab.locator("#schuiven :is(input, select)").evaluate_all("all => all.map(one => one.id)")
    assert {identifier.partition("_")[2] for identifier in order} == set(names)
    tab.locator("#regio").focus()
    for identifier in [*order, "terug"]:
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.id") == identifier
    assert tab.locator("html").get_attribute("lang") == "nl"
    assert tab.title() == "Verkenner Veilig Thuis"
    assert tab.get_by_role("slider", name="Begroting").count() == 1
    assert tab.get_by_role("textbox", name="Begroting").count() == 1


@pytest.mark.parametrize("width", [1280, 400])
def test_the_finding_is_always_in_view_and_never_over_what_has_the_focus(tab, width):
    """From the last control back to the first, and from the top down: the focus is under the finding, in the window."""
    tab.set_viewport_size({"width": width, "height": 900})
    tab.locator("#maak").focus()
    seen = set()
    for key in ("Shift+Tab", "Tab"):
        for _ in range(40):
            tab.keyboard.press(key)
            place = tab.evaluate("""() => {
                const at = document.activeElement.getBoundingClientRect();
                const finding = document.getElementById("stand").getBoundingClientRect();
                return [document.activeElement.id, scrollY, at.top, at.bottom, finding.top, finding.bottom];
            }""")
            if place[0] == "regio" and key == "Shift+Tab":
                break
            identifier, _, top, bottom, begin, end = place
            if identifier.startswith(("veld_", "schuif_")):
                seen.add(identifier)
                # A browser scrolls by whole pixels.
                assert end <= top < bottom < 901, place
                assert 0 <= begin < end < begin + 150, place
    assert {f"veld_{control.name}" for control in controls(Region.open(NHN))} <= seen
    # Nothing scrolls by itself without a sign of it.
    assert tab.locator(".choices").evaluate("at => at.scrollHeight <= at.clientHeight")


def test_bars_stay_in_colours_of_the_readers_own(tab):
    """In high contrast a background becomes that of the page; bars keep one that differs from it."""
    tab.emulate_media(forced_colors="active")
    try:
        # Asked until it is so: a bar that is being replaced has no style.
        bar, page = "getComputedStyle(document.querySelector('.track .bar'))", "getComputedStyle(document.body)"
        tab.wait_for_function(f"{bar}.forcedColorAdjust === 'none'")
        tab.wait_for_function(f"{bar}.backgroundColor && {bar}.backgroundColor !== {page}.backgroundColor")
    finally:
        tab.emulate_media(forced_colors="none")


def test_a_region_of_ones_own_can_be_explored(tab):
    """`vtcost new-region`, then the explorer in that folder: its region is in the list, and its sliders move it."""
    choose(tab, OWN)
    before = table(tab)
    tab.locator("#veld_weight_inhabitants").fill("20")
    tab.keyboard.press("Enter")
    says(tab, f"vtcost build {OWN} -p weight_inhabitants 0.2")
    assert table(tab) != before
    assert violations(tab) == []


def test_copying_gives_the_command(tab):
    tab.locator("#veld_duvo_alkmaar").fill("800.000")
    tab.keyboard.press("Enter")
    command = f"vtcost build {NHN} -p duvo_alkmaar 800000"
    says(tab, command)
    tab.locator("#kopieer").focus()
    tab.keyboard.press("Enter")
    tab.locator("#gekopieerd[role=status]", has_text="De opdracht is gekopieerd.").wait_for()
    assert tab.evaluate("navigator.clipboard.readText()") == command


def test_the_download_is_what_the_command_makes(tab, tmp_path):
    """Typed in a shell, the copied command makes the same files byte for byte; their figures stood on the page."""
    choose(tab, ZHZ)
    tab.locator("#veld_mix_of").select_option("Realisatie 2023")
    tab.locator("#veld_hours_per_fte").fill("1.500")
    tab.keyboard.press("Enter")
    command = f"vtcost build {ZHZ} -p hours_per_fte 1500 -p mix_of 'Realisatie 2023'"
    says(tab, command)
    tab.locator("#maak").click()
    script = (
        f'vtcost() {{ {shlex.quote(sys.executable)} -m vtcost.cli "$@"; }}\n{tab.locator("#opdracht").inner_text()}'
    )
    shell = subprocess.Popen(["sh", "-c", f"{script} --out {shlex.quote(str(tmp_path / 'typed'))}"])
    try:
        links = tab.locator("#bestanden a")
        links.first.wait_for(timeout=BUILD)
        assert command in tab.locator("#gemaakt[role=status]").inner_text()
        files = {}
        for link in links.all():
            with tab.expect_download() as download:
                link.click()
            files[download.value.suggested_filename] = download.value.path().read_bytes()
        assert shell.wait(timeout=BUILD / 1000) == 0
    finally:
        shell.kill()
    with zipfile.ZipFile(io.BytesIO(files[f"{ZHZ}.zip"])) as archive:
        made = {name: archive.read(name) for name in archive.namelist()}
    report = tmp_path / "typed" / ZHZ
    assert made == {
        path.relative_to(report.parent).as_posix(): path.read_bytes() for path in report.rglob("*") if path.is_file()
    }
    assert files[f"{ZHZ}_memo.pdf"] == made[f"{ZHZ}/memo.pdf"]
    assert files[f"{ZHZ}_memo.html"] == made[f"{ZHZ}/memo.html"]
    results = csv.DictReader(io.StringIO(made[f"{ZHZ}/results.csv"].decode()))
    needed = [row for row in results if row["model"] == "regional" and row["component"] == "fte_needed"]
    assert table(tab) == {row["column"]: number(float(row["value"]), 2) for row in needed}


def test_the_page_asks_nothing_of_other_machines(tab, server):
    """One page and one connection to the kernel; a request to elsewhere would be stopped by the browser."""
    here = urlsplit(server.address).netloc
    assert {urlsplit(address).netloc for address in tab.asked if not address.startswith(("data:", "blob:"))} == {here}
    assert "token" not in tab.url
    policy = get(server, "/login").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy.replace("style-src 'unsafe-inline'", "")


def test_the_server_listens_on_this_machine_only(tab, server):
    """The server and the kernels behind it: no port of theirs is open to other machines."""
    import psutil

    started = psutil.Process(server.pid)
    listening = [
        connection.laddr
        for process in (started, *started.children(recursive=True))
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert {address.ip for address in listening} == {"127.0.0.1"}
    assert urlsplit(server.address).port in {address.port for address in listening}


def get(server, path: str, key: bool = False):
    """The answer to a request for a path, an error too; with the key or without."""
    parts = urlsplit(server.address)
    try:
        return urllib.request.urlopen(f"http://{parts.netloc}{path}{f'?{parts.query}' if key else ''}", timeout=20)
    except urllib.error.HTTPError as error:
        return error


def test_without_the_key_there_is_nothing(tab, server):
    kernel = tab.locator("main").get_attribute("data-kernel")
    assert urlsplit(get(server, "/").url).path == "/login"
    for path in (f"/api/kernels/{kernel}", f"/api/kernels/{kernel}/channels"):
        assert get(server, path).status == 403


def test_no_file_can_be_reached(tab, server):
    """Also not with the key: no notebook, no data, no list of files, none of Voila's own."""
    for path in (
        "/verkenner.ipynb",
        "/voila/files/verkenner.ipynb",
        "/voila/files/../../../data/README.md",
        "/voila/render/verkenner.ipynb",
        "/voila/tree",
        "/voila/static/voila.js",
        "/voila/templates/lab/static/voila.js",
        "/voila/api/contents",
        "/api/contents",
        "/api/kernels",
    ):
        assert get(server, path, key=True).status == 404, path


RUN = """code => {
    send("execute_request", { code, silent: false, store_history: false, user_expressions: {}, allow_stdin: false });
    send("comm_open", { comm_id: "x", target_name: "jupyter.widget", target_module: "os", data: {} });
}"""


def test_the_page_cannot_run_code(tab, tmp_path):
    """A message that asks the kernel to run something is dropped; the next question is answered as before."""
    trace = tmp_path / "trace"
    tab.evaluate(RUN, f"open({str(trace)!r}, 'w').close()")
    tab.locator("#veld_budget").fill("9.500.000")
    tab.keyboard.press("Enter")
    says(tab, f"vtcost build {NHN} -p budget 9500000")
    assert not trace.exists()
    assert "import" not in tab.content()


def test_a_kernel_ends_with_its_page(context, server):
    import psutil

    before = set(psutil.Process(server.pid).children())
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    tab.goto(server.address)
    tab.locator("main[data-ready]").wait_for()
    own = set(psutil.Process(server.pid).children()) - before
    assert len(own) == 1
    tab.goto("about:blank")
    assert psutil.wait_procs(own, timeout=PATIENCE / 1000)[1] == []
    tab.close()


def test_a_port_that_is_taken_is_said_in_one_line(server):
    port = str(urlsplit(server.address).port)
    command = [sys.executable, "-m", "vtcost.cli", "explore", "--port", port, "--no-browser"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=START)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(rf"vtcost: --port: {port}, expected a port that is free .*\n", done.stderr)
