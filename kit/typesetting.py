"""What is done otherwise than WeasyPrint 70 does it: Persian words in pictures, and nothing twice that once will do."""

import re
from math import inf

PARAGRAPHS = re.compile("[\n\r\u2029]")
IN_FLOW = {"static", "relative"}
LEAST = {"min_width", "min_height"}
NOTES = {"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"}


class Whole(str):
    """Words that are drawn in one go."""

    __slots__ = ()

    def __iter__(self):
        return iter([str(self)] if self else [])


def set_type_our_way():
    """Once a process, before anything is drawn."""
    draw_words_as_wholes()
    shape_words_once()
    lay_lines_once()
    ask_boxes_less()
    leave_out_notes()


def draw_words_as_wholes():
    """WeasyPrint draws words in pictures letter by letter; no letter of ours has a place of its own, and Persian ones
    join those beside them, so each word is handed over as one letter."""
    from weasyprint import svg

    by_letter = svg.text

    def whole(picture, node, font_size):
        node._etree_node.text = Whole(node.text or "")
        by_letter(picture, node, font_size)

    svg.text = whole
    svg.TAGS.update({tag: whole for tag, draw in svg.TAGS.items() if draw is by_letter})


def shape_words_once():
    """WeasyPrint throws the shapes of a line away once it is measured, and shapes it anew to draw it; ours are kept.

    A line is drawn as a single paragraph, so it is shaped as one from the beginning wherever it is one.
    """
    from weasyprint.text.ffi import pango
    from weasyprint.text.line_break import Layout

    set_text, reactivate = Layout.set_text, Layout.reactivate

    def set_paragraph(layout, text, justify=False):
        pango.pango_layout_set_single_paragraph_mode(layout.layout, not PARAGRAPHS.search(text))
        set_text(layout, text, justify)

    def take_up(layout, style):
        if layout.justification_spacing:
            reactivate(layout, style)

    Layout.set_text, Layout.reactivate = set_paragraph, take_up
    Layout.deactivate = lambda _layout: None


def lay_lines_once():
    """WeasyPrint lays each line of a text that runs from the right out twice, lest something floats beside it; where
    nothing does, the first time is good, and the line has all the room there is."""
    from weasyprint.formatting_structure.boxes import LineBox
    from weasyprint.layout import inline

    avoid_collisions = inline.avoid_collisions

    def avoid(context, box, containing_block, outer=True):
        if context.excluded_shapes or not isinstance(box, LineBox):
            return avoid_collisions(context, box, containing_block, outer)
        start, width = containing_block.content_box_x(), containing_block.width
        if containing_block.style["direction"] == "rtl":
            start += width
        box.height = box.height or inf  # however high it becomes, there is room
        return start, box.position_y, width

    inline.avoid_collisions = avoid


def ask_boxes_less():
    """What WeasyPrint asks of every box a hundred thousand times is answered at once."""
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import percent

    def is_in_normal_flow(box):
        return box.style["float"] == "none" and box.style["position"] in IN_FLOW

    def resolve_one_percentage(box, name, whole):
        value = box.style[name]
        if value == "auto":
            value = 0 if name in LEAST else value
        elif value is not None:
            is_plain = getattr(value, "unit", None) == "px"
            value = value.value if is_plain else percent.percentage(value, box.style, whole)
        setattr(box, name, value)

    Box.is_in_normal_flow = is_in_normal_flow
    percent.resolve_one_percentage = resolve_one_percentage


def leave_out_notes():
    """WeasyPrint prepares for a footnote at every element; no paper of ours has any."""
    from weasyprint.html import UA_STYLESHEET

    matcher = UA_STYLESHEET.matcher
    matcher.other_selectors = [entry for entry in matcher.other_selectors if entry[3] not in NOTES]
