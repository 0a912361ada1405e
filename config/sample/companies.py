"""The companies Tamar sells to: name, industry, employees, country, city, currency, the person to ask and their job."""
# ruff: noqa: E501 - one row, one line

from typing import NamedTuple


class Customer(NamedTuple):
    name: str
    industry: str
    size: str
    country: str
    city: str
    currency: str
    contact: str
    job: str


COMPANIES = [
    Customer(*row)
    for row in (
        ("Ayuntamiento de Jaca", "Public transport", "50-249", "Spain", "Jaca", "EUR", "Inés Lacasa", "Mobility officer"),
        ("Hokkai Suisan K.K.", "Seafood", "250-999", "Japan", "Hakodate", "JPY", "Kenji Aoyama", "Logistics head"),
        ("Frisch & Söhne GmbH", "Food wholesale", "50-249", "Germany", "Bremen", "EUR", "Wiebke Frisch", "Managing partner"),
        ("Kowalczyk Transport", "Road haulage", "50-249", "Poland", "Łódź", "PLN", "Kasia Kowalczyk", "Fleet manager"),
        ("Sahara Express", "Parcels", "250-999", "Morocco", "Agadir", "MAD", "Youssef Benali", "Operations head"),
        ("Chennai QuickDrop", "Parcels", "250-999", "India", "Chennai", "INR", "Lakshmi Iyer", "Chief of operations"),
        ("Meditrans İzmir A.Ş.", "Pharma logistics", "50-249", "Türkiye", "İzmir", "EUR", "Deniz Şahin", "Quality manager"),
        ("Lignes d’Armor", "Shipping", "50-249", "France", "Saint-Malo", "EUR", "Maëlle Le Goff", "Freight manager"),
        ("Umoja Mutual", "Insurance", "250-999", "Kenya", "Nairobi", "KES", "Grace Wanjiru", "Motor underwriter"),
        ("Stadtwerke Hallein", "Waste collection", "50-249", "Austria", "Hallein", "EUR", "Florian Gruber", "Depot manager"),
        ("Elbtal Verkehrsbetriebe", "Public transport", "250-999", "Germany", "Dresden", "EUR", "Sabine Richter", "Depot planner"),
        ("Amrit Dairy Co-op", "Dairy", "1000+", "India", "Ludhiana", "INR", "Harpreet Gill", "Route manager"),
        ("Gulf Horizon Energy", "Energy", "1000+", "United Arab Emirates", "Sharjah", "AED", "Faisal Al Marri", "Safety head"),
        ("Skogsfrakt AB", "Timber", "50-249", "Sweden", "Sundsvall", "SEK", "Elin Hedlund", "Transport planner"),
        ("Zip Couriers Ltd", "Parcels", "50-249", "United Kingdom", "Leeds", "GBP", "Callum Reid", "Product owner"),
        ("Instituto Saúde Norte", "Health", "1000+", "Portugal", "Braga", "EUR", "Beatriz Moura", "Cold-chain lead"),
        ("Cordillera Minera", "Mining", "1000+", "Peru", "Arequipa", "PEN", "Rodrigo Quispe", "Haul-road engineer"),
        ("Aeroport Servis d.o.o.", "Airports", "50-249", "Slovenia", "Ljubljana", "EUR", "Matej Kranjc", "Ground fleet head"),
        ("Mercado Norte", "Groceries", "250-999", "Spain", "Bilbao", "EUR", "Ane Etxeberria", "Delivery manager"),
        ("Nordkyst Fisk AS", "Seafood", "250-999", "Norway", "Ålesund", "NOK", "Kari Solheim", "Chief of operations"),
        ("Baltijas Dzelzceļš", "Rail", "1000+", "Latvia", "Riga", "EUR", "Jānis Ozols", "Yard director"),
        ("Lagos MetroRide", "Taxi", "250-999", "Nigeria", "Lagos", "NGN", "Chidi Balogun", "Founder"),
        ("Porto Atlântico", "Ports", "250-999", "Portugal", "Leixões", "EUR", "Rui Tavares", "Harbour office"),
        ("Zagrebački prijevoz", "Public transport", "1000+", "Croatia", "Zagreb", "EUR", "Ivana Babić", "Tram depot head"),
        ("Shannon Parcel", "Parcels", "250-999", "Ireland", "Limerick", "EUR", "Aoife Byrne", "Procurement"),
        ("Custodia Segura", "Security", "250-999", "Mexico", "Monterrey", "MXN", "Hugo Treviño", "Risk manager"),
        ("Boulangeries Perrin", "Bakeries", "50-249", "France", "Lyon", "EUR", "Luc Perrin", "Owner"),
        ("Clínica del Valle", "Health", "250-999", "Spain", "Granada", "EUR", "Marta Rueda", "Services head"),
        ("Hôpital Saint-Luc", "Health", "1000+", "Belgium", "Liège", "EUR", "Amélie Dubois", "Blood-bank lead"),
        ("Van Dijk Bloemen", "Flowers", "50-249", "Netherlands", "Aalsmeer", "EUR", "Sanne van Dijk", "Commercial head"),
        ("Ciment du Rif", "Building materials", "250-999", "Morocco", "Tétouan", "MAD", "Nadia El Fassi", "Plant manager"),
        ("Gelateria Fratelli", "Food", "10-49", "Italy", "Rimini", "EUR", "Paolo Fratelli", "Owner"),
        ("Velopost Wien", "Parcels", "10-49", "Austria", "Vienna", "EUR", "Theresa Huber", "Founder"),
        ("Kingsway Logistics", "Road haulage", "1000+", "United Kingdom", "Birmingham", "GBP", "Priscilla Cole", "Fleet director"),
        ("Anadolu Nakliyat", "Road haulage", "250-999", "Türkiye", "Konya", "EUR", "Mert Yıldız", "Workshop manager"),
        ("Pampa Cargas S.A.", "Road haulage", "250-999", "Argentina", "Rosario", "EUR", "Gastón Ibarra", "Finance head"),
        ("Fruits du Sud", "Food wholesale", "50-249", "France", "Perpignan", "EUR", "Claire Vidal", "Store manager"),
        ("Lofoten Charter", "Boats", "10-49", "Norway", "Svolvær", "NOK", "Sindre Dahl", "Harbour manager"),
        ("Transports du Lac", "Public transport", "50-249", "France", "Annecy", "EUR", "Hélène Favre", "Night network"),
        ("Aurora Petrol", "Energy", "250-999", "Romania", "Ploiești", "EUR", "Andrei Ionescu", "Card services"),
        ("Pelabuhan Timur", "Ports", "1000+", "Indonesia", "Surabaya", "IDR", "Dewi Lestari", "Crane operations"),
        ("Bergheim Molkerei", "Dairy", "50-249", "Germany", "Kempten", "EUR", "Anton Bergheim", "Managing partner"),
        ("Cascade Bottling", "Food", "250-999", "United Kingdom", "Derby", "GBP", "Imogen Shaw", "Distribution head"),
        ("Taller Móvil Sevilla", "Repairs", "10-49", "Spain", "Seville", "EUR", "Álvaro Reina", "Owner"),
        ("Ostsee Fähren", "Shipping", "250-999", "Germany", "Rostock", "EUR", "Birgit Lüders", "Terminal manager"),
        ("Fjellbuss AS", "Public transport", "50-249", "Norway", "Lillehammer", "NOK", "Ola Brenden", "Timetable planner"),
        ("Maas Container", "Ports", "250-999", "Netherlands", "Rotterdam", "EUR", "Daan Visser", "Yard planner"),
        ("Vltava Pekárny", "Bakeries", "50-249", "Czechia", "Prague", "EUR", "Petra Dvořáková", "Night dispatch"),
        ("Puglia Olio", "Food", "10-49", "Italy", "Bari", "EUR", "Donato Greco", "Owner"),
        ("Kyoto Hanbai K.K.", "Retail", "250-999", "Japan", "Kyoto", "JPY", "Yui Nakamura", "Store delivery"),
        ("Rhein-Taxi eG", "Taxi", "50-249", "Germany", "Mainz", "EUR", "Murat Demir", "Board member"),
        ("Dublin Clean Streets", "Waste collection", "250-999", "Ireland", "Dublin", "EUR", "Niamh Doyle", "Route manager"),
        ("Silesia Beton", "Building materials", "250-999", "Poland", "Katowice", "PLN", "Tomasz Lis", "Plant manager"),
        ("Nile Cold Stores", "Cold storage", "50-249", "Egypt", "Alexandria", "EUR", "Mariam Fouad", "Operations head"),
        ("Andes Flores", "Flowers", "250-999", "Peru", "Cusco", "PEN", "Lucía Mamani", "Export manager"),
        ("Deccan Movers", "Removals", "50-249", "India", "Pune", "INR", "Rohan Kulkarni", "Owner"),
        ("Mistral Ambulances", "Health", "50-249", "France", "Avignon", "EUR", "Karim Haddou", "Shift manager"),
        ("Tatra Lyžbus", "Public transport", "10-49", "Slovakia", "Poprad", "EUR", "Zuzana Kováčová", "Season manager"),
        ("Helsinki Ruoka", "Groceries", "250-999", "Finland", "Helsinki", "EUR", "Aino Laine", "Delivery manager"),
        ("Casablanca Frais", "Cold storage", "50-249", "Morocco", "Casablanca", "MAD", "Salma Idrissi", "Quality manager"),
        ("Savanna Tours", "Travel", "50-249", "Kenya", "Mombasa", "KES", "Joseph Otieno", "Vehicle manager"),
        ("Lagoa Pescados", "Seafood", "10-49", "Portugal", "Olhão", "EUR", "Filipa Neves", "Owner"),
        ("Göta Åkeri", "Road haulage", "50-249", "Sweden", "Borås", "SEK", "Karin Sjöberg", "Transport head"),
        ("Bodensee Obst", "Food wholesale", "50-249", "Germany", "Lindau", "EUR", "Jörg Stadler", "Packing-house head"),
        ("Moray Distillers", "Drinks", "50-249", "United Kingdom", "Elgin", "GBP", "Fiona Grant", "Warehouse manager"),
        ("Jalisco Agaves", "Drinks", "50-249", "Mexico", "Guadalajara", "MXN", "Ximena Ruiz", "Haulage buyer"),
        ("Emirates Linen", "Laundry", "250-999", "United Arab Emirates", "Dubai", "AED", "Hamad Saleh", "Fleet manager"),
        ("Ljubljanske mlekarne Sever", "Dairy", "250-999", "Slovenia", "Kranj", "EUR", "Nina Zupan", "Route planner"),
        ("Thess Cargo", "Road haulage", "50-249", "Greece", "Thessaloniki", "EUR", "Eleni Papadaki", "Owner"),
        ("Québec Neige", "Snow clearing", "50-249", "Canada", "Québec", "EUR", "Mathieu Roy", "Depot manager"),
    )
]
BY_NAME = {company.name: company for company in COMPANIES}
