"""What people type: taken from records that are there, as they are, begun, and with errors."""

from benchmarks._search.filling import COMMON


def sorts(dice, count):
    """{sort: texts to search for}"""
    from leads.models import Company, Contact
    from pipeline.models import Deal

    names = some_of(Contact, "name", count * 5, dice)
    latin = [name for name in names if name.isascii()][:count]
    common = [word for words in COMMON.values() for word in words.split()]
    return {
        "a name": latin,
        "a name begun": [name[: dice.randint(3, 5)] for name in latin],
        "two letters": [name[:2] for name in latin],
        "a typing error": [wrong(name.split()[0], dice) for name in latin],
        "a common word": [dice.choice(common) for _place in range(count)],
        "two common words": [" ".join(dice.sample(common[:14], 2)) for _place in range(count)],
        "a title": some_of(Deal, "title", count, dice),
        "Chinese": [name.split()[0] for name in names if "\u4e00" <= name[0] <= "\u9fff"][:count],
        "Persian": [name.replace("ی", "ي") for name in names if "\u0600" <= name[0] <= "\u06ff"][:count],
        "a company": some_of(Company, "name", count, dice),
        "a phone": [phone[4:10] for phone in some_of(Contact, "phone_key", count, dice)],
    }


def some_of(model, field, count, dice):
    """Of all of them, in whatever writing: in the order of names the first of many are of one."""
    ids = list(model.objects.order_by("pk").values_list("pk", flat=True))
    chosen = model.objects.filter(pk__in=dice.sample(ids, min(count, len(ids))))
    return list(chosen.order_by("pk").values_list(field, flat=True))


def wrong(word, dice):
    """A word with two neighbours swapped."""
    place = dice.randrange(1, max(len(word) - 1, 2))
    return word[:place] + word[place : place + 2][::-1] + word[place + 2 :]
