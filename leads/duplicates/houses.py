"""Houses where everybody has a mailbox, and mailboxes many people share: neither says who somebody is."""

PUBLIC = """
gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com icloud.com me.com aol.com proton.me
protonmail.com gmx.de gmx.net web.de t-online.de mail.ru yandex.ru qq.com 163.com 126.com sina.com foxmail.com
naver.com chmail.ir mail.com zoho.com
"""
SHARED = "info sales office contact hello mail admin support team service enquiries kontakt post hr jobs billing"
OPEN_HOUSES = frozenset(PUBLIC.split())
SHARED_MAILBOXES = frozenset(SHARED.split())


def house_of(domain):
    """The domain where it says something about the company, else “”."""
    return "" if domain in OPEN_HOUSES else domain


def is_shared(email):
    return email.partition("@")[0] in SHARED_MAILBOXES
