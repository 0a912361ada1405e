"""Windows-1252 or Windows-1250: both fit the same bytes, but only one puts the letters where its languages have them.

The same byte is “ñ” in the west of Europe and “ń” in its middle; before a vowel it is the one, else the other. Each
line below is such a place, as it reads in its own encoding; the encoding with more of them wins, the western one when
neither has more.
"""

import re

WESTERN = (
    "[äåà]",  # German, Nordic, French; nothing common stands at these bytes in the other
    "ñ[aeiouáéíóú]",  # España, Muñoz
    "[bcdfgilmnprstv]è[bcdfgklmnprstv]+e",  # mère, Hélène, première
    r"\b(?:où|più|è|dès|très|près|là)\b",
    r"ê(?:[lmrvn]|te)|é[bcdlmst]ê",  # même, fête
    "oû|[bdfjlmr]ût|sûr",  # goût, août, flûte
    r"ão|ãe|ã\b|õe",  # São, mãe, irmã, Camões
    r"[bcdfghjklmnprstv]ø(?:[bcdfgjklmnprstvw]|\b)|\bø[bcdfgklmnrst]",  # København, Tromsø, Øst
    r"(?:\b|[bcdfghjklmnprstv])æ[bcdfgklmnrstv]",  # Kjær, Færøerne
    "[cm]œ[ui]|œu",  # cœur, œuvre
    r"¿[^?]*\?",
    "[aïo]ï|ï[cfs]",  # naïf, Loïc
)
CENTRAL = (
    "(?-i:[ŻŹŤĽ])|ť|ź",  # these bytes are no letters in the west
    "[łą][a-zóęśż]|[a-zóęśż]{2}[łą]",  # Łódź, Paweł, Wąsik
    r"\wż|ś(?![ui])",  # Różewicz, Śląsk
    "ń(?![aeiouáéíóúy])",  # Gdańsk, Poznań
    "[aeiouyóí]ć",  # Nikolić, łódź przejść
    r"[ijlłmnrtw]ę\b|ę[kdbpgśż]",  # imię, Dęblin
    "č[aeiouyíáéěů]|[aeyáíě]č",  # Černý, Kovačević
    r"ě\w|ů\w",  # Němec, Růžička
    "ř[aeiouyáéíěů]|[aeiouyáéíě]ř",  # Jiří, Dvořák
    "ő(?!e)",  # Győr, Petőfi
    r"ű[zgkcvsr]|gyű|szű|[mf]ű\b",  # Szűcs, sűrű
    "[aeouáéíy]ň|ň[aeiouy]",  # Plzeň
    "ľ[a-z]|[a-z]ľ",  # Ľubomír, Poľana
    "ă[b-df-np-z]|ş[a-zăâî]|[a-zăâî]ţ",  # Bucureşti, Constanţa
)


def places(patterns):
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


READINGS = {"cp1252": places(WESTERN), "cp1250": places(CENTRAL)}


def latin_of(content):
    """“cp1252” or “cp1250”, whichever of the two bytes written in one of them read like."""
    return max(READINGS, key=lambda encoding: len(READINGS[encoding].findall(content.decode(encoding, "replace"))))
