"""Admins shape what proposals begin with: sections, look, logo, language."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from proposals.models import Logo, ProposalTemplate
from proposals.template_forms import TemplateForms

pytestmark = pytest.mark.django_db


def said_by(template, **changes):
    forms = TemplateForms(template)
    fields = [*forms.facts, *forms.sections.management_form, *(field for form in forms.sections for field in form)]
    values = {field.html_name: field.value() for field in fields}
    return {name: value for name, value in values.items() if value is not None and value is not False} | changes


def page_of(template):
    return reverse("proposals:template", args=[template.pk])


def picture(kind="PNG", size=(300, 100)):
    file = BytesIO()
    Image.new("RGB", size, "teal").save(file, kind)
    return SimpleUploadedFile("logo", file.getvalue())


def test_an_admin_writes_a_template(workspace, as_user, cast):
    said = said_by(ProposalTemplate(), name="Offer", accent="#0B5A73", act="sections-add:items")
    answer = as_user(cast.ada).post(reverse("proposals:template-new"), said)
    template = ProposalTemplate.objects.get()
    assert (answer.url, template.accent) == (page_of(template), "#0b5a73")
    assert [section.kind for section in template.sections.all()] == ["items"]


def test_a_look_stands_beside_it(template, as_user, cast):
    page = as_user(cast.ada).get(page_of(template)).content.decode()
    for words in ("Lindenstraße 14", "Their name", "Their company", "First item", "Payment in 30 days."):
        assert words in page


def test_sections_are_moved(template, as_user, cast):
    as_user(cast.ada).post(page_of(template), said_by(template, act="sections-up:1"))
    kinds = [section.kind for section in template.sections.all()]
    assert kinds == ["benefits", "text", "items", "timetable", "terms", "signature"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_and_kept_once(template, as_user, cast, kind):
    client = as_user(cast.ada)
    for _time in range(2):
        client.post(page_of(template), said_by(template) | {"logo_file": picture(kind)})
    template.refresh_from_db()
    assert (template.logo, template.logo.content_type) == (Logo.objects.get(), "image/png")
    answer = client.get(reverse("proposals:logo", args=[template.logo.sha256]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("logo.svg", b"<svg onload='alert(1)'/>"), "This is no picture we can read."),
        (SimpleUploadedFile("logo.png", b"\x89PNG\r\n\x1a\n" + b"0" * 100), "This is no picture we can read."),
        (SimpleUploadedFile("logo.png", b"0" * (2 * 1024 * 1024 + 1)), "more than 2 MB"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(template, as_user, cast, file, words):
    answer = as_user(cast.ada).post(page_of(template), said_by(template, name="Kept") | {"logo_file": file})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'value="Kept"' in answer.content.decode()


def test_a_huge_picture_is_refused_before_it_is_read(template, as_user, cast):
    huge = picture(size=(5000, 5000))
    answer = as_user(cast.ada).post(page_of(template), said_by(template) | {"logo_file": huge})
    assert (answer.status_code, Logo.objects.count()) == (422, 0)
    assert "too large" in answer.content.decode()


def test_a_template_goes_out_of_use_and_comes_back(template, as_user, cast):
    client = as_user(cast.ada)
    client.post(reverse("proposals:template-retire", args=[template.pk]))
    assert not ProposalTemplate.objects.standing().exists()
    client.post(reverse("proposals:template-return", args=[template.pk]))
    assert ProposalTemplate.objects.standing().exists()


def test_nobody_else_shapes_templates(template, as_user, cast):
    for person in (cast.alice, cast.mona, cast.gus):
        assert as_user(person).get(page_of(template)).status_code == 403


def test_a_colour_is_a_stylesheet_and_nothing_else(client):
    answer = client.get(reverse("proposals:look", args=["0b5a73"]))
    assert (answer.status_code, answer.content) == (200, b".accent-0b5a73 { --tint: #0b5a73; }\n")
