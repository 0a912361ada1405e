"""The HTML of a version's paper, with the pictures and the colour that go with it."""

from django.template.loader import render_to_string
from django.utils import translation

from proposals.showing import sheet_of


def draws(drawing):
    """The HTML and the pictures of the paper that is sent."""
    return html_of(drawing.version), pictures_of(drawing.version)


def html_of(version, template="proposals/paper.html", **more):
    """A whole page of HTML in the language of the proposal; `more` is what the template asks for beyond its sheet."""
    with translation.override(version.language):
        return render_to_string(template, {"sheet": sheet_of(version), "version": version, **more})


def looked_at(version):
    """The HTML and the pictures of the paper a draft would become, with the word that it is one."""
    return html_of(version, is_draft=True), pictures_of(version)


def pictures_of(version):
    """{name: (content type, bytes)} of what the HTML finds at “given/<name>”."""
    given = {"look.css": ("text/css", look_of(version.accent).encode())}
    if version.logo_id:
        given["logo"] = (version.logo.content_type, bytes(version.logo.content))
    return given


def look_of(accent):
    """The stylesheet that dresses a sheet in a colour."""
    return f".accent-{accent.lstrip('#')} {{ --tint: {accent}; }}\n"
