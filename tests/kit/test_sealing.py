"""What is sealed lies closed, opens in its own place alone, and is hushed once it has left."""

import pytest

from kit.sealing import SealBroken, hushed, opened, place_of_mail, sealed

PLACE = place_of_mail(["Kari@Fjord.example", "leila@tamar.example"])


def test_words_are_closed_and_open_in_their_place():
    text = f"Here: {sealed('https://kariz.example/p/s3cret/', PLACE)} and on."
    assert "s3cret" not in text
    assert opened(text, place_of_mail(["leila@tamar.example", "kari@fjord.example"])) == (
        "Here: https://kariz.example/p/s3cret/ and on."
    )


def test_nobody_opens_them_elsewhere_or_with_another_key(settings):
    word = sealed("s3cret", PLACE)
    with pytest.raises(SealBroken):
        opened(word, place_of_mail(["mallory@evil.example"]))
    with pytest.raises(SealBroken):
        opened("kariz-sealed-AAAA.", PLACE)
    settings.SECRET_KEY = "another one altogether"
    with pytest.raises(SealBroken):
        opened(word, PLACE)


def test_the_same_words_never_look_the_same():
    assert sealed("s3cret", PLACE) != sealed("s3cret", PLACE)


def test_what_has_left_is_hushed_and_other_texts_stay():
    assert hushed(f"Open {sealed('s3cret', PLACE)} now") == "Open … now"
    assert opened("Nothing is sealed here.", PLACE) == hushed("Nothing is sealed here.") == "Nothing is sealed here."
