"""The board of today: what stands where, since how many days, and what was promised next."""
# ruff: noqa: E501 - one row, one line

from typing import NamedTuple


class Standing(NamedTuple):
    """`due` is “-2” (days overdue), “14:00” (today), “+5” (in days) or “” (no next step); `bant` is four answers 0 to 2."""

    title: str
    company: str
    amount: int
    label: str
    owner: str
    due: str
    days: int
    bant: str
    kind: str = ""
    step: str = ""


# One list per stage of the default pipeline, the first card on top.
BOARD = [
    [
        Standing("School-bus tracking", "Ayuntamiento de Jaca", 26_500, "hot", "tomas", "+1", 1, "0121"),
        Standing("Reefer sensors trial", "Hokkai Suisan K.K.", 3_200_000, "warm", "aiko", "09:30", 2, "0110"),
        Standing(
            "Cold-chain pilot, 40 vans",
            "Frisch & Söhne GmbH",
            18_400,
            "warm",
            "leila",
            "+5",
            3,
            "0021",
            "Call",
            "Check the pilot van list",
        ),
        Standing("Fuel-loss audit, three depots", "Kowalczyk Transport", 96_000, "cold", "jonas", "", 19, "0010"),
        Standing("Driver app for night crews", "Sahara Express", 610_000, "cold", "ngozi", "+11", 8, "0010"),
        Standing("Grain silo shuttle", "Bergheim Molkerei", 14_200, "cold", "jonas", "+6", 4, "0010"),
        Standing("Snow-plough tracking", "Québec Neige", 31_000, "warm", "priya", "+4", 5, "0011"),
        Standing("Vineyard tanks, season two", "Puglia Olio", 9_800, "cold", "tomas", "+8", 9, "0010"),
        Standing("Night bakery dispatch", "Vltava Pekárny", 16_700, "warm", "leila", "+2", 2, "0110"),
        Standing("Rental fleet health", "Savanna Tours", 2_900_000, "warm", "ngozi", "+7", 6, "0011"),
        Standing("Linen trolleys, two hotels", "Emirates Linen", 74_000, "cold", "leila", "+12", 10, "0010"),
        Standing("Store delivery windows", "Kyoto Hanbai K.K.", 2_600_000, "warm", "aiko", "+3", 3, "0100"),
        Standing("Agave haul weights", "Jalisco Agaves", 420_000, "cold", "priya", "+9", 7, "0010"),
        Standing("Ski-bus counter", "Tatra Lyžbus", 12_400, "warm", "jonas", "16:00", 1, "0010"),
    ],
    [
        Standing("Two-wheeler telematics", "Chennai QuickDrop", 4_850_000, "hot", "priya", "+4", 4, "1220"),
        Standing(
            "Pharma route compliance",
            "Meditrans İzmir A.Ş.",
            64_000,
            "hot",
            "leila",
            "14:00",
            6,
            "0022",
            "Meeting",
            "Qualify with Meditrans quality team",
        ),
        Standing("Ferry freight visibility", "Lignes d’Armor", 52_300, "warm", "tomas", "-2", 11, "0121"),
        Standing("Fleet insurance data feed", "Umoja Mutual", 7_400_000, "cold", "ngozi", "+6", 7, "1020"),
        Standing("Waste trucks, phase 1", "Stadtwerke Hallein", 38_900, "warm", "jonas", "", 21, "0110"),
        Standing("Fuel cards import", "Aurora Petrol", 41_600, "cold", "leila", "", 17, "0110"),
        Standing("Street sweepers, east side", "Dublin Clean Streets", 27_500, "warm", "jonas", "+5", 8, "1010"),
        Standing("Co-operative taxi desk", "Rhein-Taxi eG", 19_300, "hot", "tomas", "15:30", 3, "0221"),
        Standing("Whisky cask movements", "Moray Distillers", 16_500, "warm", "aiko", "+9", 5, "1110"),
        Standing("Olive harvest tankers", "Thess Cargo", 15_400, "cold", "ngozi", "+13", 12, "0010"),
        Standing("Orchard boxes, 90 sensors", "Bodensee Obst", 22_800, "warm", "priya", "+2", 4, "0120"),
    ],
    [
        Standing("Depot charging schedule", "Elbtal Verkehrsbetriebe", 71_200, "warm", "tomas", "16:30", 5, "1122"),
        Standing("Milk-run planning, Punjab", "Amrit Dairy Co-op", 6_200_000, "warm", "priya", "+5", 9, "2120"),
        Standing(
            "Refinery tanker safety",
            "Gulf Horizon Energy",
            410_000,
            "hot",
            "leila",
            "-4",
            13,
            "2021",
            "Call",
            "Ask Faisal who signs for safety spend",
        ),
        Standing("Timber haul weights", "Skogsfrakt AB", 540_000, "cold", "jonas", "+14", 10, "1110"),
        Standing("Courier ETA widget", "Zip Couriers Ltd", 21_750, "warm", "aiko", "+8", 6, "1211"),
        Standing("Night-bus safety", "Transports du Lac", 38_200, "warm", "tomas", "", 9, "1121"),
        Standing(
            "Tug telemetry",
            "Porto Atlântico",
            33_000,
            "warm",
            "leila",
            "+6",
            7,
            "1120",
            "Email",
            "Board date from the harbour office",
        ),
        Standing("Cold-store door alarms", "Nile Cold Stores", 24_600, "cold", "ngozi", "+10", 15, "1021"),
        Standing("Ambulance readiness board", "Mistral Ambulances", 29_400, "hot", "priya", "+1", 4, "2121"),
    ],
    [
        Standing("Vaccine fleet monitoring", "Instituto Saúde Norte", 88_000, "hot", "tomas", "11:00", 4, "2221"),
        Standing("Mining haul-road alerts", "Cordillera Minera", 240_000, "warm", "ngozi", "+6", 7, "2121"),
        Standing("Airport ground fleet", "Aeroport Servis d.o.o.", 43_700, "warm", "jonas", "+4", 9, "1121"),
        Standing(
            "Grocery e-van range",
            "Mercado Norte",
            29_900,
            "cold",
            "leila",
            "-2",
            12,
            "1111",
            "Email",
            "Send the reference from Kingsway",
        ),
        Standing("Tanker wash scheduling", "Elbtal Verkehrsbetriebe", 46_000, "warm", "tomas", "", 11, "2121"),
        Standing("Ferry queue forecast", "Ostsee Fähren", 34_800, "warm", "jonas", "+3", 6, "1221"),
        Standing("Returns vans, four cities", "Helsinki Ruoka", 31_900, "hot", "aiko", "+2", 5, "2221"),
        Standing("Ready-mix arrival times", "Silesia Beton", 98_000, "cold", "priya", "+7", 10, "2111"),
    ],
    [
        Standing(
            "Reefer fleet telemetry, 220 trucks",
            "Nordkyst Fisk AS",
            1_240_000,
            "hot",
            "leila",
            "15:00",
            0,
            "2122",
            "Call",
            "Call Kari about the second signature",
        ),
        Standing("Rail-yard shunting data", "Baltijas Dzelzceļš", 94_600, "warm", "aiko", "+5", 6, "2221"),
        Standing("Taxi hailing back office", "Lagos MetroRide", 58_000_000, "hot", "ngozi", "-1", 9, "2221"),
        Standing("Harbour crane uptime", "Porto Atlântico", 47_500, "cold", "tomas", "+18", 24, "1220"),
        Standing("Tram depot sensors", "Zagrebački prijevoz", 68_000, "warm", "jonas", "+7", 7, "2221"),
        Standing(
            "Flower auction lanes, phase 2",
            "Van Dijk Bloemen",
            51_000,
            "hot",
            "leila",
            "+1",
            5,
            "2222",
            "Meeting",
            "Price walk-through with finance",
        ),
        Standing("Crane idle time", "Pelabuhan Timur", 440_000_000, "warm", "priya", "", 8, "2121"),
    ],
    [
        Standing(
            "Nationwide parcel vans",
            "Shannon Parcel",
            128_000,
            "hot",
            "leila",
            "17:00",
            8,
            "2222",
            "Email",
            "Send redlines back to Aoife",
        ),
        Standing("Armoured van audit", "Custodia Segura", 980_000, "warm", "priya", "+1", 5, "2222"),
        Standing("Bakery dawn routes", "Boulangeries Perrin", 33_400, "hot", "tomas", "+4", 3, "2221"),
        Standing("Hospital linen fleet", "Clínica del Valle", 41_200, "warm", "ngozi", "+7", 6, "2222"),
        Standing("Bottling shuttle clock", "Cascade Bottling", 17_900, "warm", "aiko", "+3", 4, "2222"),
    ],
    [
        Standing(
            "Blood-bank couriers", "Hôpital Saint-Luc", 42_300, "hot", "jonas", "+4", 2, "2222", "Meeting", "Handover"
        ),
        Standing(
            "Flower auction lanes",
            "Van Dijk Bloemen",
            36_800,
            "hot",
            "leila",
            "any",
            6,
            "2222",
            "Task",
            "Handover notes for onboarding",
        ),
        Standing(
            "Cement mixers, north", "Ciment du Rif", 420_000, "warm", "ngozi", "+13", 8, "2222", "Meeting", "Kick-off"
        ),
        Standing(
            "Ice-cream vans", "Gelateria Fratelli", 24_900, "warm", "aiko", "+8", 10, "2222", "Meeting", "Kick-off"
        ),
        Standing(
            "City e-bike couriers", "Velopost Wien", 31_200, "hot", "tomas", "+12", 13, "2222", "Meeting", "Handover"
        ),
        Standing(
            "Mountain bus passes", "Fjellbuss AS", 472_000, "warm", "jonas", "+6", 15, "2222", "Meeting", "Kick-off"
        ),
    ],
    [
        Standing(
            "Renewal, 310 vans", "Kingsway Logistics", 84_000, "warm", "aiko", "+19", 41, "2222", "Meeting", "Review"
        ),
        Standing(
            "Add 60 trailers",
            "Anadolu Nakliyat",
            22_400,
            "hot",
            "leila",
            "10:15",
            12,
            "2121",
            "Call",
            "Agree trailer count for the add-on",
        ),
        Standing("Renewal at risk, 90 vans", "Pampa Cargas S.A.", 39_500, "cold", "priya", "-5", 30, "1122"),
        Standing("Cold-store module", "Fruits du Sud", 17_800, "warm", "tomas", "+13", 18, "1220"),
        Standing("Renewal, 45 boats", "Lofoten Charter", 380_000, "warm", "jonas", "+53", 9, "2221"),
        Standing("Fleet desk, year two", "Maas Container", 61_500, "warm", "tomas", "+26", 34, "2222"),
        Standing("Milk tankers, 70 units", "Ljubljanske mlekarne Sever", 44_000, "warm", "jonas", "+30", 52, "2221"),
        Standing("Chilled vans, Rabat and Fès", "Casablanca Frais", 390_000, "warm", "ngozi", "+21", 27, "2222"),
        Standing("Haulage desk, renewal", "Göta Åkeri", 610_000, "hot", "aiko", "+16", 23, "2222"),
        Standing("Removal vans, 55 units", "Deccan Movers", 3_100_000, "warm", "priya", "+40", 61, "2221"),
        Standing("Flower trucks to the coast", "Andes Flores", 198_000, "warm", "ngozi", "+35", 47, "2211"),
        Standing("Workshop planner", "Taller Móvil Sevilla", 12_900, "cold", "leila", "+44", 66, "2120"),
    ],
]

# What was already done this morning: (deal, kind, what, how it went).
DONE_TODAY = [
    (
        "Reefer fleet telemetry, 220 trucks",
        "Task",
        "Read the depot plan for Nordkyst",
        "Two batches work: half the fleet stays on the road.",
    ),
    ("Flower auction lanes, phase 2", "Email", "Send Sanne the price sheet", "Opened within ten minutes."),
    ("Nationwide parcel vans", "Call", "Ask Aoife who else signs", "Her finance head, by Friday."),
    ("Co-operative taxi desk", "Call", "First call with Murat", "Reached; the board meets on Tuesday."),
    ("Ambulance readiness board", "Demo", "Show Karim the shift view", "Three people joined, asked for a trial."),
    ("Hospital linen fleet", "Email", "Answer Marta on the terms", ""),
]

# What is promised next where the deal does not say it itself, by stage: (kind, what).
USUAL_STEPS = [
    [
        ("Call", "First call with {who}"),
        ("Email", "Send the two-page overview to {who}"),
        ("Task", "Look up the fleet of {company}"),
    ],
    [
        ("Call", "Ask {who} about budget and who decides"),
        ("Meeting", "Qualify with {who}"),
        ("Email", "Recap for {who}"),
    ],
    [
        ("Meeting", "Walk the depot with {who}"),
        ("Call", "Map a driver’s day with {who}"),
        ("Email", "Questions on data for {who}"),
    ],
    [
        ("Demo", "Demo for {who} and the drivers’ desk"),
        ("Task", "Set up the trial account"),
        ("Call", "Ask {who} what landed"),
    ],
    [
        ("Call", "Walk {who} through the price"),
        ("Email", "Answer {who} on the terms"),
        ("Meeting", "Signing order with {who}"),
    ],
    [("Call", "Settle the last two points with {who}"), ("Email", "Send the redlines to {who}")],
    [("Meeting", "Handover with {who}"), ("Meeting", "Kick-off with {who}")],
    [("Meeting", "Review with {who}"), ("Call", "How is it going, {who}?")],
]
