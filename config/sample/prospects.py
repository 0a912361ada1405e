"""The leads of today: who knocked, where, and why their score is what it is."""
# ruff: noqa: E501 - one row, one line

from typing import NamedTuple


class Knock(NamedTuple):
    """`due` as on the board; `touch` says the last touch in days ago, or -1 for none yet."""

    score: int
    name: str
    company: str
    country: str
    industry: str
    why: str
    label: str
    source: str
    bant: str
    due: str
    owner: str
    job: str
    touch: int


LEADS = [
    Knock(*row)
    for row in (
        (92, "Mwana Kapinga", "Dar Freight Ltd", "Tanzania", "Road haulage", "Asked for a price; 180 trucks; visited today", "hot", "Web form", "1122", "", "leila", "Fleet director", -1),
        (84, "Sofía Benítez", "Lácteos Pampeanos S.A.", "Argentina", "Dairy", "Cold chain; pricing page twice; operations head", "hot", "Web visit", "0121", "+1", "priya", "Operations head", 1),
        (81, "Katarzyna Kowalczyk", "Kowalczyk Transport", "Poland", "Road haulage", "Existing customer group; 95 vans; fair visit", "warm", "Trade fair", "0220", "+4", "jonas", "Deputy fleet manager", 2),
        (77, "Dmytro Bondar", "Dnipro Agro Lines", "Ukraine", "Grain", "Referred by Kowalczyk; 60 grain trucks; answered the e-mail", "warm", "Referral", "1021", "+2", "tomas", "Owner", 2),
        (71, "Chiara Esposito", "Gelo Sud S.r.l.", "Italy", "Frozen food", "Budget known; frozen goods; fair badge scan", "warm", "Trade fair", "2010", "", "", "Logistics manager", 2),
        (64, "Haruto Sato", "Sato Unyu K.K.", "Japan", "Road haulage", "Reefer guide download; 40 trucks; opened two e-mails", "cold", "Web form", "0010", "", "aiko", "Dispatcher", -1),
        (58, "Marit Solvang", "Innlandet Bussruter", "Norway", "Public transport", "Public tender next year; 110 buses; opens in May", "cold", "Referral", "1112", "+20", "jonas", "Procurement", 7),
        (52, "Abdelkader Ziani", "Oran Froid Services", "Algeria", "Cold storage", "Cold stores; 12 vans; newsletter", "cold", "Trade fair", "0110", "", "", "Owner", 2),
        (47, "Nguyễn Thu Hà", "Saigon Port Trucking", "Vietnam", "Ports", "Port trucking; web chat; asked for a call", "warm", "Web chat", "0021", "-2", "aiko", "Operations", 4),
        (31, "Owen Pritchard", "Freelance consultant", "United Kingdom", "Consulting", "Three web visits; guide download; no fleet of his own", "cold", "Web form", "0000", "+6", "", "Consultant", 9),
        (69, "Ingrid Vestergaard", "Limfjord Muslinger", "Denmark", "Seafood", "Reefer vans; asked for references", "warm", "Referral", "1120", "+3", "tomas", "Partner", 3),
        (66, "Bogdan Petrescu", "Transalpin Cargo", "Romania", "Road haulage", "70 trucks; pricing page", "warm", "Web visit", "0111", "15:00", "leila", "Fleet manager", 1),
        (61, "Amara Diallo", "Dakar Frigo", "Senegal", "Cold storage", "Fair talk; two sites", "warm", "Trade fair", "0120", "+5", "ngozi", "Director", 5),
        (55, "Lukas Brunner", "Tirol Sennerei", "Austria", "Dairy", "Milk runs; 25 vans", "cold", "Web form", "0010", "+8", "jonas", "Production head", 6),
        (49, "Meera Nair", "Kochi Spice Lines", "India", "Food", "Webinar; small fleet", "cold", "Webinar", "0010", "+10", "priya", "Supply chain", 8),
        (44, "Pekka Niemi", "Saimaa Laivat", "Finland", "Boats", "Guide download", "cold", "Web form", "0000", "", "", "Captain", -1),
        (38, "Rosa Jiménez", "Taxis La Mancha", "Spain", "Taxi", "Newsletter; eight cars", "cold", "Newsletter", "0000", "", "tomas", "Owner", 12),
    )
]
SOURCES = ("Trade fair", "Web form", "Referral", "Outbound", "Partner")
