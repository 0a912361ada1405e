"""What a browser feels at 8 columns of 200 cards: a drag across the board, then work at a quarter of its speed.

Pages bring 25 cards and then 50 at a time, so a column comes to 225: what is beyond 200 is taken off. The live process
runs, as everywhere: without it a page says it is offline and loads its columns anew. Frames count from the press to
300 ms after the drop, in which the card glides to its place; not those in which Playwright looks for its elements,
which costs 50 ms a time. The worst of a drag is that of its events, or any long task from the press to then, drawing
included: moves of the pointer are no events the browser times, and a drop is set in order just after its event. The
menu is clicked by the mouse alone, as Playwright's own click hears the press too.

Beside it stands the same of a page with one box on it, measured just before: the frames in which it is moved, and the
slowest of a few keys at the same quarter. What these miss of the clock, the machine had no time for.
"""

import gzip
import os
import re
import statistics
from urllib.request import Request, urlopen

from benchmarks._board.doors import session_of

CARDS, SLOWER = 200, 4
WATCH = """() => {
    window.seen = []; window.frames = []; window.tasks = []; window.began = 0;
    new PerformanceObserver(list => tasks.push(...list.getEntries())).observe({type: 'longtask'});
    new PerformanceObserver(list => list.getEntries().forEach(one =>
        seen.push([one.name, one.duration, one.interactionId, one.processingEnd - one.processingStart])))
        .observe({type: 'event', durationThreshold: 16, buffered: false});
    let last = performance.now();
    const step = now => { frames.push(now - last); last = now; requestAnimationFrame(step) };
    requestAnimationFrame(step);
}"""
BEGIN = "() => { frames.length = 0; began = performance.now() }"
CARRIED = "() => [[...frames], Math.max(0, ...tasks.filter(one => one.startTime >= began).map(one => one.duration))]"
GROWN = """([column, shown]) => column.querySelectorAll('li.card').length > shown"""
TRIM = """(column, most) => [...column.querySelectorAll('li.card')].slice(most).forEach(card => card.remove())"""
MIDDLE = """part => {
    const box = part.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
}"""
NOTHING = "<body><p id=box style='position: fixed; inset: 0 auto auto 0; will-change: transform'>One box"
BOX = """() => {
    addEventListener('pointermove', event => { box.style.transform = `translate(${event.x}px, ${event.y}px)` });
    addEventListener('keydown', event => { box.textContent = event.key });
}"""


def measure_browser(board, port):
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import CHROMIUM, DESK, QUIET

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        context = browser.new_context(**DESK)
        floor = measure_floor(context.new_page(), context)
        page = open_board(context, board, port)
        figures = drag_across(page, board) | work_slowly(page, board, context)
        browser.close()
    return figures | floor


def measure_floor(page, context):
    """The same frames and keys where nothing is to be done."""
    page.set_content(NOTHING)
    page.evaluate(BOX)
    page.evaluate(WATCH)
    page.mouse.move(10, 10)
    page.mouse.move(900, 600, steps=120)
    frames = page.evaluate("() => frames")
    slow_down(page, context)
    press_keys(page)
    waits = page.evaluate("() => seen.filter(one => one[2]).map(one => one[1])")
    page.close()
    return {"frames_floor_p95_ms": p95(frames), "inp_floor_ms_4x": max(waits, default=0)}


def open_board(context, board, port):
    cookie = {"name": "sessionid", "value": session_of(board.manager), "url": f"http://127.0.0.1:{port}"}
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}/board/{board.pipeline.pk}/")
    page.wait_for_selector("html[data-live=on]")
    load_all(page)
    page.evaluate(WATCH)
    return page


def load_all(page):
    """Scroll every column until it holds its two hundred, or all it has."""
    for column in page.query_selector_all("section.col"):
        while column.query_selector(".rest") and (shown := count_cards(column)) < CARDS:
            column.evaluate("column => column.querySelector('.cards').scrollTo(0, 1e6)")
            page.wait_for_function(GROWN, arg=[column, shown])
        column.evaluate("column => column.querySelector('.cards').scrollTo(0, 0)")
        column.evaluate(TRIM, CARDS)


def count_cards(column):
    return len(column.query_selector_all("li.card"))


def drag_across(page, board):
    """One card of the fourth column over the fifth to the sixth and back to the fifth, in twice sixty steps."""
    frames, longest = carry(page, board, 60)
    handled = [handled for *_rest, handled in page.evaluate("() => seen")]
    return {
        "cards_on_page": len(page.query_selector_all("li.card")),
        "drag_worst_ms_8x200": max([longest, *handled]),
        "frames_p95_ms": p95(frames),
    }


def carry(page, board, steps):
    """Carries a card about; the lengths of the frames meanwhile, and of the longest task if it was a long one."""
    card = page.locator(f"#col-{board.stages[3].pk} li.card").first.bounding_box()
    home = page.locator(f"#col-{board.stages[4].pk} li.card").nth(1).bounding_box()
    away = page.locator(f"#col-{board.stages[5].pk} li.card").nth(2).bounding_box()
    page.evaluate(BEGIN)
    page.mouse.move(card["x"] + 60, card["y"] + 12)
    page.mouse.down()
    page.mouse.move(away["x"] + 60, away["y"] + 20, steps=steps)
    page.mouse.move(home["x"] + 60, home["y"] + 20, steps=steps)
    page.mouse.up()
    page.wait_for_timeout(300)
    carried = page.evaluate(CARRIED)
    page.wait_for_timeout(500)
    return carried


def work_slowly(page, board, context):
    """The slowest interaction to its next paint: keys, a drag, a menu, with a processor of a quarter."""
    slow_down(page, context)
    page.evaluate("() => { seen.length = 0 }")
    page.locator("li.card a").first.focus()
    press_keys(page)
    carry(page, board, 30)
    page.mouse.click(*page.locator(".bar details.menu summary").first.evaluate(MIDDLE))
    page.wait_for_timeout(800)
    waits = page.evaluate("() => seen.filter(one => one[2]).map(one => one[1])")
    return {"inp_ms_8x200_4x": max(waits, default=0)}


def slow_down(page, context):
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def press_keys(page):
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "m", "ArrowRight", "ArrowDown", "Escape"):
        page.keyboard.press(key)
        page.wait_for_timeout(250)


def p95(frames):
    return statistics.quantiles(frames, n=20)[18]


def weigh(board, port):
    """What comes over the wire at the first visit, gzipped as the server sends it (the page: gzip -9 of its body)."""
    session = session_of(board.manager)
    page = fetch(port, f"/board/{board.pipeline.pk}/", session)
    names = set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', page.decode()))
    sizes = {kind: sum(served(port, name) for name in names if name.endswith(kind)) for kind in (".css", ".js")}
    return {
        "html_kb_gz": len(gzip.compress(page, 9)) / 1000,
        "js_kb_gz": sizes[".js"] / 1000,
        "css_kb_gz": sizes[".css"] / 1000,
    }


def fetch(port, path, session):
    request = Request(f"http://127.0.0.1:{port}{path}", headers={"Cookie": f"sessionid={session}"})
    with urlopen(request, timeout=60) as answer:
        return answer.read()


def served(port, path):
    request = Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"})
    with urlopen(request, timeout=60) as answer:
        return len(answer.read())
