"""Gaps are filled from a fixed list, words in and words out; what nothing is known for is named and stops the send."""

import pytest

from followups.mail.merging import Unresolved, merge, unknown_gaps
from followups.models import Signature

pytestmark = pytest.mark.django_db


def text(body, about, sender):
    return merge("", body, about=about, sender=sender).text


def test_a_deal_tells_its_person_company_stage_and_value(deal, cast):
    body = (
        "{{contact.first_name}}, {{ company.name }}: {{deal.title}} at {{deal.value}} in {{stage.name}}. {{owner.name}}"
    )
    assert text(body, deal, cast.alice) == (
        "Kari, Nordkyst Fisk AS: Reefer fleet telemetry at €48,200 in Demo. Alice Archer"
    )


def test_a_lead_is_its_own_person_and_company(lead, cast):
    assert text("{{contact.first_name}} of {{company.name}}", lead, cast.alice) == "Mwana of Dar Freight Ltd"


def test_the_sender_tells_a_phone(deal, cast):
    Signature.objects.create(user=cast.alice, phone="+47 22 00")
    assert text("{{owner.phone}}", deal, cast.alice) == "+47 22 00"


def test_a_field_an_admin_added_is_a_gap(deal, cast, make_field):
    make_field("deal", "Region", "text")
    deal.custom = {"region": "Vestland"}
    assert text("{{deal.custom.region}}", deal, cast.alice) == "Vestland"


def test_what_is_not_known_is_named_and_stays_as_it_was(deal, cast):
    merged = merge("{{deal.product}}", "{{owner.phone}} {{deal.product}}", about=deal, sender=cast.alice)
    assert (merged.missing, merged.text) == (("deal.product", "owner.phone"), "{{owner.phone}} {{deal.product}}")
    with pytest.raises(Unresolved, match=r"Nothing is known for {{deal.product}}, {{owner.phone}}\. Fill it in"):
        merged.complete()


def test_words_may_stand_there_instead(deal, cast):
    assert text("Our {{deal.product|telemetry kit}}", deal, cast.alice) == "Our telemetry kit"


@pytest.mark.parametrize(
    "trick", ["settings.SECRET_KEY", "contact.__class__", "deal.owner.password", "lead.custom.x", ""]
)
def test_nothing_but_the_list_is_ever_read(deal, cast, trick):
    assert merge("", f"{{{{{trick}}}}}", about=deal, sender=cast.alice).missing == (trick,)


def test_what_others_say_of_themselves_has_no_gaps(deal, cast):
    deal.title = "Telemetry {{deal.value}} {{owner.phone|x}}"
    once = text("About {{deal.title}}", deal, cast.alice)
    assert text(once, deal, cast.alice) == once == "About Telemetry ((deal.value)) ((owner.phone|x))"


def test_template_code_is_plain_words(deal, cast):
    said = "{% load x %} {{deal.title|upper}} {# no #}"
    assert text(said, deal, cast.alice) == "{% load x %} Reefer fleet telemetry {# no #}"


def test_what_is_known_brings_no_mark_up_along(deal, cast):
    deal.title = "<img src=x> [pay](https://evil.example) **now** {{owner.name}}"
    merged = merge("", "{{deal.title}}", about=deal, sender=cast.alice)
    assert "<img" not in merged.html
    assert "<a" not in merged.html
    assert "<strong" not in merged.html
    assert "Alice" not in merged.text


def test_a_subject_is_one_line(deal, cast):
    deal.title = "Reefer\r\nBcc: everybody@x.example"
    assert merge("About {{deal.title}}\n", "", about=deal, sender=cast.alice).subject == (
        "About Reefer Bcc: everybody@x.example"
    )


def test_a_name_that_carries_an_address_is_left_out(lead, cast):
    lead.name = "Win at evil.example/now"
    assert merge("", "{{contact.first_name}}", about=lead, sender=cast.alice).missing == ("contact.first_name",)


def test_a_body_is_markdown_without_pictures(deal, cast):
    html = merge(
        "", "**Hi** ![x](https://t.example/p.gif)\n\n- one <script>x</script>", about=deal, sender=cast.alice
    ).html
    assert "<strong>Hi</strong>" in html
    assert "<li>one" in html
    assert "<img" not in html
    assert "<script" not in html


def test_names_on_no_list_are_told_to_the_writer(db):
    assert unknown_gaps("{{deal.title}} {{deal.titel}}", "{{now}}") == ["deal.titel", "now"]
