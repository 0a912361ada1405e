"""How likely two rows of marks are the same, in percent, and why: the reasons, the strongest first.

A mark both have and that differs speaks against it, so that colleagues of one name are not made one.
"""

from leads.duplicates.alike import company_likeness, likeness, name_likeness
from leads.duplicates.houses import house_of, is_shared

PAIR, NOTICE = 80, 60  # from here on two records stand in the list of pairs; from here on a writer is told
NOTHING = 0, ()


def weigh_people(one, other):
    """(percent, reasons) for two people: leads, contacts, or one of each."""
    name = name_likeness(one.name, other.name)
    if one.email and one.email == other.email:
        return weigh_mailbox(one, other, name)
    if one.phone and one.phone == other.phone:
        return weigh_phone(one, other, name)
    if name < 0.75:
        return NOTHING
    return weigh_name(one, other, name)


def weigh_mailbox(one, other, name):
    reasons = ("email", *(["phone"] if one.phone and one.phone == other.phone else []), *reasons_of_name(name))
    if name >= 0.85 or "phone" in reasons and name >= 0.4:
        return 99, reasons
    if name >= 0.4 or in_other_letters(one.name, other.name) or is_unnamed(one, other):
        return 96, reasons
    return (45 if is_shared(one.email) else 86), reasons


def weigh_phone(one, other, name):
    reasons = ("phone", *reasons_of_name(name))
    if name == 1:
        return 97, reasons
    against = clash(one.email, other.email) and same_house(one, other)  # a switchboard, perhaps
    if name >= 0.75:
        return (76 if against else 95), reasons
    if in_other_letters(one.name, other.name) or is_unnamed(one, other):
        return (62 if against else 82), reasons
    return (72 if name >= 0.6 and not against else 40), reasons


def weigh_name(one, other, name):
    """Neither mailbox nor phone: the same name is only somebody if it stands in the same house."""
    reasons = reasons_of_name(name)
    if name == 1 and is_misspelt(one.email, other.email):
        return 94, (*reasons, "like-email")
    where, place = weigh_place(one, other)
    against = clash(one.email, other.email) + clash(one.phone, other.phone)
    points = points_of_name(name, place, against)
    if name < 1 and against and clash(one.email, other.email) and same_house(one, other):
        points = min(points, 62)
    return points, (*reasons, *where)


def points_of_name(name, place, against):
    if place >= 0.85:
        return (94, 90, 82)[against] if name == 1 else (90, 82, 66)[against]
    if place >= 0.7:
        return (86, 80, 66)[against] if name == 1 else (80, 64, 40)[against]
    if place < 0:  # of one of them nobody knows where they work
        return (66, 50, 20)[against] if name == 1 else (50, 30, 10)[against]
    return (40, 20, 10)[against] if name == 1 else 10


def weigh_place(one, other):
    """(reasons, likeness) of where two people work; −1 where it is not known of both."""
    if same_house(one, other):
        return ("domain",), 1.0
    if not one.company or not other.company:
        return (), -1
    place = company_likeness(one.company, other.company)
    return ("company",) if place >= 0.7 else (), place


def weigh_houses(one, other):
    """(percent, reasons) for two companies."""
    name = company_likeness(one.name, other.name)
    if one.domain and one.domain == other.domain and house_of(one.domain):
        points = 98 if name >= 0.85 else 92 if name >= 0.5 else 82
        return points, ("domain", *reasons_of_name(name))
    against = clash(one.domain, other.domain)
    if name == 1:
        return (72 if against else 92), ("name",)
    if name >= 0.9:
        return (55 if against else 84), ("like-name",)
    return NOTHING


def reasons_of_name(name):
    return ("name",) if name == 1 else ("like-name",) if name >= 0.75 else ()


def same_house(one, other):
    return bool(one.domain) and one.domain == other.domain and bool(house_of(one.domain))


def clash(one, other):
    """Whether both are known and differ."""
    return bool(one and other and one != other)


def is_misspelt(one, other):
    """Whether two mailboxes differ by a typing error; those that differ in figures are two people's."""
    if min(one.find("@"), other.find("@")) < 5 or likeness(one, other) < 0.9:
        return False
    return [sign for sign in one if sign.isdigit()] == [sign for sign in other if sign.isdigit()]


def is_unnamed(one, other):
    """Whether of one of them no name is known, or only a number that stands for it."""
    return any(not any(sign.isalpha() for sign in marks.name) for marks in (one, other))


def in_other_letters(one, other):
    """Whether two names cannot be compared: “li wei” and “李伟”."""
    return bool(one and other) and one.isascii() != other.isascii() and not set(one) & set(other) - {" "}
