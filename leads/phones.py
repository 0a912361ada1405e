"""Phones as one can call them from anywhere: E.164, whatever spaces, signs, digits or zeros they were written with."""

from functools import cache

import phonenumbers
from babel import Locale
from babel.core import get_global

from accounts.models import Workspace
from leads.folding import fold

LANGUAGES = ("en", "ms", "zh_Hans", "zh_Hant", "fa", "de", "fr", "es")


def phone_key(said, region):
    """“030 12 34 567” in the region DE as “+49301234567”; “” for what is no number one could call."""
    if not said:
        return ""
    try:
        number = phonenumbers.parse(said, region)
    except phonenumbers.NumberParseException:
        return ""
    key = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return key if phonenumbers.is_possible_number(number) and 7 <= len(key) <= 16 else ""


def key_the_phone(record, changed):
    """Renew `phone_key` of a lead or contact if one of the changed facts decides it; returns the names to save."""
    if not {"phone", "country", "company"} & set(changed):
        return []
    record.phone_key = phone_key(record.phone, region_of(country_of(record)) or home_region()) if record.phone else ""
    return ["phone_key"]


def country_of(record):
    return getattr(record, "country", "") or (record.company.country if record.company else "")


def region_of(country):
    """The two letters of a country by its name in any of our languages, or “”."""
    return regions().get(fold(country), "")


@cache
def regions():
    named = {
        fold(name): code
        for language in LANGUAGES
        for code, name in Locale.parse(language).territories.items()
        if len(code) == 2 and code.isalpha()
    }
    return named | {code.lower(): code for code in phonenumbers.SUPPORTED_REGIONS} | {"uk": "GB", "usa": "US"}


def home_region():
    """Where the house is by its time zone: what a number without a country's prefix means."""
    zone = Workspace.objects.values_list("time_zone", flat=True).first()
    return get_global("zone_territories").get(zone or "")
