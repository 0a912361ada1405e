"""Made-up people of 23 languages with their companies, mailboxes and phones, always the same ones."""

import random
from importlib import import_module

LANGUAGES = (
    "en_US en_GB de_DE fr_FR es_ES it_IT pl_PL pt_BR nl_NL tr_TR fa_IR zh_CN zh_TW ar_AA id_ID vi_VN ru_RU sv_SE"
)
LANGUAGES += " cs_CZ en_IN hu_HU fi_FI ro_RO"
WORDS = "north south blue green alpha data cargo fleet cold dar port agro tech soft metal solar river stone fast prime"
WORDS += " global nova delta omega vista terra aqua medi bio auto build craft food farm trans sea sky iron gold silver"
FORMS = "Ltd GmbH S.A. Inc Freight Logistics Group Foods Systems Partners Transport Energy Services Trading"
HOUSE_OF_ALL = "gmail.com"


class People:
    """`next(people)` is a dict of name, company, email, phone."""

    def __init__(self, seed, companies):
        self.dice = random.Random(seed)
        self.names = [self.names_of(language) for language in LANGUAGES.split()]
        self.companies = [self.company(number) for number in range(companies)]
        self.count = 0

    def names_of(self, language):
        provider = import_module(f"faker.providers.person.{language}").Provider
        first = getattr(provider, "first_names", ()) or [*provider.first_names_male, *provider.first_names_female]
        return sorted(set(first)), sorted(set(provider.last_names))

    def company(self, number):
        pick, words = self.dice.choice, WORDS.split()
        one, other, surname = pick(words), pick(words), pick(pick(self.names)[1])
        name = pick([f"{one.title()}{other}", surname, f"{surname} {one.title()}"])
        return f"{name} {pick(FORMS.split())}", f"{one}{other}{number}.example"

    def __iter__(self):
        return self

    def __next__(self):
        dice, self.count = self.dice, self.count + 1
        first, last = dice.choice(self.names)
        company, domain = dice.choice(self.companies)
        house = domain if dice.random() < 0.6 else HOUSE_OF_ALL
        return {
            "name": f"{dice.choice(first)} {dice.choice(last)}",
            "company": company if dice.random() < 0.75 else "",
            "email": f"{self.mailbox()}@{house}" if dice.random() < 0.8 else "",
            "phone": f"+49{dice.randint(151 * 10**8, 179 * 10**8)}" if dice.random() < 0.7 else "",
        }

    def mailbox(self):
        return f"{''.join(self.dice.choices('abcdefghiklmnoprstu', k=6))}{self.count}"
