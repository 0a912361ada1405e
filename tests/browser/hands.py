"""Hands for the board: what a person does with a mouse, a finger and keys, and what they then see."""

from playwright.sync_api import expect


def titles(page, stage):
    """The cards of a column as the page shows them, from top to bottom."""
    return page.locator(f"#col-{stage.pk} .card h3").all_text_contents()


def shows(page, stage, *wanted):
    """Wait until a column shows exactly these cards in this order."""
    expect(page.locator(f"#col-{stage.pk} .card:not(.pending) h3")).to_have_text(list(wanted))


def card(page, deal):
    return page.locator(f"#deal-{deal.pk}")


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def frames(page, count=2):
    page.evaluate(
        "n => new Promise(done => { const next = () => (n-- ? requestAnimationFrame(next) : done()); next(); })", count
    )


AT_REST = """id => new Promise(done => {
  let last, still = 0;
  const look = () => {
    const box = document.getElementById(id)?.getBoundingClientRect();
    still = box && last && box.x === last.x && box.y === last.y ? still + 1 : 0;
    last = box;
    still > 9 ? done() : requestAnimationFrame(look);
  };
  look();
})"""


def take(page, deal):
    """Press the mouse on a card that has come to rest, and pull it over the threshold."""
    page.evaluate(AT_REST, f"deal-{deal.pk}")
    x, y = middle(card(page, deal).locator("h3"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 4, y + 6)
    frames(page)


def carry(page, x, y):
    page.mouse.move(x, y, steps=6)
    frames(page, 3)


def over(page, target, where="above"):
    """A point over a card, in its upper or lower half."""
    box = card(page, target).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + (6 if where == "above" else box["height"] - 6)


def drag(page, deal, target, where="above"):
    """Drag one card with the mouse above or below another."""
    take(page, deal)
    carry(page, *over(page, target, where))
    carry(page, *over(page, target, where))
    page.mouse.up()


def drag_to_column(page, deal, stage):
    """Drag a card with the mouse to the top of a column."""
    take(page, deal)
    box = page.locator(f"#col-{stage.pk} .cards").bounding_box()
    carry(page, box["x"] + box["width"] / 2, box["y"] + 12)
    page.mouse.up()


class Finger:
    """A finger on the glass, by the browser's own input protocol."""

    def __init__(self, page):
        self.page, self.wire = page, page.context.new_cdp_session(page)

    def send(self, kind, *points):
        points = [{"x": x, "y": y} for x, y in points]
        self.wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def press(self, x, y, hold=0):
        self.send("touchStart", (x, y))
        self.page.wait_for_timeout(hold)

    def slide(self, start, end, steps=8):
        for step in range(1, steps + 1):
            at = [a + (b - a) * step / steps for a, b in zip(start, end, strict=True)]
            self.send("touchMove", at)
            self.page.wait_for_timeout(16)

    def lift(self):
        self.send("touchEnd")
