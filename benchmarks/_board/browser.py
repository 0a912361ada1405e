"""What a browser feels at 8 columns of 200 cards: a drag across the board, then work at a quarter of its speed."""

import gzip
import os
import re
import statistics
from urllib.request import Request, urlopen

from benchmarks._board.doors import session_of

CARDS, SLOWER = 200, 4
WATCH = """() => {
    window.seen = []; window.frames = [];
    new PerformanceObserver(list => list.getEntries().forEach(one =>
        seen.push([one.name, one.duration, one.interactionId, one.processingEnd - one.processingStart])))
        .observe({type: 'event', durationThreshold: 16, buffered: false});
    let last = performance.now();
    const step = now => { frames.push(now - last); last = now; requestAnimationFrame(step) };
    requestAnimationFrame(step);
}"""
GROWN = """([column, shown]) => column.querySelectorAll('li.card').length > shown"""


def measure_browser(board, port):
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import CHROMIUM, DESK, QUIET

    session = session_of(board.manager)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        context = browser.new_context(**DESK)
        context.add_cookies([{"name": "sessionid", "value": session, "url": f"http://127.0.0.1:{port}"}])
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/board/{board.pipeline.pk}/")
        load_all(page)
        figures = drag_across(page, board) | work_slowly(page, board, context)
        browser.close()
    return figures


def load_all(page):
    """Scroll every column until it holds its two hundred, or all it has."""
    for column in page.query_selector_all("section.col"):
        while column.query_selector("li.rest") and (shown := count_cards(column)) < CARDS:
            column.evaluate("column => column.querySelector('.cards').scrollTo(0, 1e6)")
            page.wait_for_function(GROWN, arg=[column, shown])
        column.evaluate("column => column.querySelector('.cards').scrollTo(0, 0)")


def count_cards(column):
    return len(column.query_selector_all("li.card"))


def drag_across(page, board):
    """One card from the first column over four others and back to the second, in sixty steps."""
    page.evaluate(WATCH)
    carry(page, board, 60)
    seen, frames = page.evaluate("() => [seen, frames]")
    return {
        "cards_on_page": len(page.query_selector_all("li.card")),
        "drag_worst_ms_8x200": max((handled for *_rest, handled in seen), default=0),
        "frames_p95_ms": statistics.quantiles(frames, n=20)[18],
    }


def carry(page, board, steps):
    card = page.locator(f"#col-{board.stages[3].pk} li.card").first.bounding_box()
    home = page.locator(f"#col-{board.stages[4].pk} li.card").nth(1).bounding_box()
    away = page.locator(f"#col-{board.stages[5].pk} li.card").nth(2).bounding_box()
    page.mouse.move(card["x"] + 60, card["y"] + 12)
    page.mouse.down()
    page.mouse.move(away["x"] + 60, away["y"] + 20, steps=steps)
    page.mouse.move(home["x"] + 60, home["y"] + 20, steps=steps)
    page.mouse.up()
    page.wait_for_timeout(800)


def work_slowly(page, board, context):
    """The slowest interaction to its next paint: keys, a menu, a drag, with a processor of a quarter."""
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.evaluate("() => { seen.length = 0 }")
    page.locator("li.card a").first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "m", "ArrowRight", "ArrowDown", "Escape"):
        page.keyboard.press(key)
        page.wait_for_timeout(250)
    carry(page, board, 30)
    page.locator(".bar details.menu summary").first.click()
    page.wait_for_timeout(800)
    waits = page.evaluate("() => seen.filter(one => one[2]).map(one => one[1])")
    return {"inp_ms_8x200_4x": max(waits, default=0)}


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
