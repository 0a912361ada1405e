"""How one person is written down a second time: typing errors, swapped names, other digits, less or other facts."""

PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ARABIC = str.maketrans("0123456789یک", "٠١٢٣٤٥٦٧٨٩يك")


def can_be_told(person):
    """Whether more is known of somebody than a name, which many share."""
    return bool(person["email"] or person["phone"] or person["company"])


def colleague_of(person, people):
    """Somebody else: of the same company and surname, with the same phone but another first name and mailbox."""
    surname, house = person["name"].rpartition(" ")[2], person["email"].partition("@")[2]
    first = next(people)["name"].partition(" ")[0]
    return person | {"name": f"{first} {surname}", "email": f"{people.mailbox()}x@{house}" if house else ""}


def twin_of(person, dice):
    """(way, the same person as somebody else wrote them down); what is left still tells who it is."""
    way, write = dice.choice(list(WAYS.items()))
    twin = write(dict(person), dice)
    return (way, twin) if is_told(person, twin) else (way, dict(person) | {"name": twin["name"]})


def is_told(person, twin):
    """Whether both still share a mailbox, a phone or the company, as a human being reads them."""
    return any(person[fact] and twin[fact] for fact in ("email", "phone", "company"))


def misspelt(text, dice):
    """One letter changed, left out, added, or in its neighbour's place."""
    if len(text) < 4:
        return text
    at = dice.randrange(1, len(text) - 1)
    return dice.choice(
        [
            text[:at] + dice.choice("abcdefghiklmnoprstu") + text[at + 1 :],
            text[:at] + text[at + 1 :],
            text[:at] + dice.choice("aeiou") + text[at:],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        ]
    )


def typo(person, dice):
    return person | {"name": misspelt(person["name"], dice)}


def typo_and_less(person, dice):
    """A typing error, and one of the other facts is not known."""
    return person | {"name": misspelt(person["name"], dice), dice.choice(["email", "phone", "company"]): ""}


def typos_everywhere(person, dice):
    return person | {"name": misspelt(person["name"], dice), "company": misspelt(person["company"], dice)}


def swapped(person, dice):
    first, _space, last = person["name"].partition(" ")
    return person | {"name": dice.choice([f"{last} {first}", f"{last}, {first}"])}


def swapped_and_less(person, dice):
    return swapped(person, dice) | {dice.choice(["email", "phone", "company"]): ""}


def other_digits(person, dice):
    """The phone in Persian or Arabic digits, with spaces and zeros; Arabic letters in the other way of writing."""
    phone = person["phone"]
    spaced = f"00{phone[1:3]} ({phone[3:6]}) {phone[6:9]}-{phone[9:]}" if phone else ""
    digits = dice.choice([PERSIAN, ARABIC])
    return person | {"phone": spaced.translate(digits), "name": person["name"].translate(digits), "email": ""}


def other_phone(person, dice):
    return person | {"phone": f"+49{dice.randint(151 * 10**8, 179 * 10**8)}"}


def other_mailbox(person, dice):
    return person | {"email": f"{''.join(dice.choices('abcdefghiklmnoprstu', k=9))}@gmail.com"}


def tagged(person, dice):
    house = person["email"].partition("@")
    email = f"{house[0]}+fair@{house[2].upper()}" if person["email"] else ""
    return person | {"email": email, "name": person["name"].upper()}


WAYS = {
    write.__name__.replace("_", " "): write
    for write in (
        typo,
        typo_and_less,
        typos_everywhere,
        swapped,
        swapped_and_less,
        other_digits,
        other_phone,
        other_mailbox,
        tagged,
    )
}
