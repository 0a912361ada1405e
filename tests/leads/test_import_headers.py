"""Columns are known by what they are called in the languages people export in."""

import pytest

from leads.importing.guessing import guess_columns
from leads.importing.kinds import NO_PRESET, registry
from leads.importing.words import WORDS

pytestmark = pytest.mark.django_db
LEADS = {
    "German": ("Vorname;Nachname;Firma;Position;Telefon;E-Mail;Branche;Land;Besitzer;Quelle;Notizen",
               "first_name last_name company_name job_title phone email industry country owner source notes"),
    "German, as written":
        ("Ansprechpartner;Firmenname;Handy;E-Mail-Adresse;Anzahl Mitarbeiter;Zuständig;Angelegt am",
               "name company_name phone email size owner first_contact_on"),
    "French": ("Nom complet;Entreprise;Fonction;Téléphone;Adresse e-mail;Secteur d’activité;Pays;Propriétaire;Statut",
               "name company_name job_title phone email industry country owner status"),
    "French without accents": ("PRENOM;NOM DE FAMILLE;SOCIETE;TELEPHONE;COURRIEL",
               "first_name last_name company_name phone email"),
    "Spanish": ("Nombre completo;Empresa;Cargo;Teléfono móvil;Correo electrónico;País;Responsable;Origen;Observaciones",
               "name company_name job_title phone email country owner source notes"),
    "Malay": ("Nama penuh;Nama syarikat;Jawatan;No. telefon;E-mel;Negara;Pemilik;Sumber;Catatan",
               "name company_name job_title phone email country owner source notes"),
    "Chinese, simplified": ("姓名;公司名称;职位;手机号码;电子邮箱;行业;国家;负责人;线索来源;备注",
               "name company_name job_title phone email industry country owner source notes"),
    "Chinese, traditional": ("聯絡人;公司名稱;職稱;聯絡電話;電子郵件;產業;國家;負責人;來源;備註",
               "name company_name job_title phone email industry country owner source notes"),
    "Persian": ("نام و نام خانوادگی;نام شرکت;سمت;شماره تماس;ایمیل;صنعت;کشور;کارشناس فروش;منبع;توضیحات",
               "name company_name job_title phone email industry country owner source notes"),
    "Persian with Arabic letters": ("نام كامل;شركت;تلفن همراه;ايميل;وضعيت", "name company_name phone email status"),
}  # fmt: skip


def guessed(kind, headers):
    columns = guess_columns(registry[kind], NO_PRESET, headers.split(";"))
    return {header: key for key, header in columns.items()}


@pytest.mark.parametrize("language", LEADS)
def test_leads(language):
    headers, keys = LEADS[language]
    assert guessed("leads", headers) == dict(zip(headers.split(";"), keys.split(), strict=True))


@pytest.mark.parametrize(
    ("kind", "headers", "keys"),
    [
        ("companies", "Firma;Webseite;Mitarbeiter;Ort;Inhaber", "name domain size city owner"),
        ("companies", "企业名称;网址;员工人数;城市;负责人", "name domain size city owner"),
        ("contacts", "Nom;Raison sociale;Portable;Mél;Décideur", "name company phone email decides"),
        ("contacts", "نام;شرکت;موبایل;رایانامه", "name company phone email"),
        ("deals", "Titel;Kunde;Phase;Betrag;Währung;Abschlussdatum", "title company stage amount currency closed_at"),
        (
            "deals",
            "商機名稱;客戶名稱;階段;金額;幣別;預計成交日期",
            "title company stage amount currency expected_close",
        ),
        ("products", "Bezeichnung;Artikelnummer;Einzelpreis;MwSt.;Einheit", "name code price tax_rate unit"),
        ("products", "نام محصول;کد کالا;قیمت;مالیات;واحد", "name code price tax_rate unit"),
    ],
)
def test_the_other_kinds(kind, headers, keys):
    assert guessed(kind, headers) == dict(zip(headers.split(";"), keys.split(), strict=True))


@pytest.mark.parametrize(
    ("headers", "first", "last"),
    [("Vorname;Name", "Vorname", "Name"), ("Prénom;Nom", "Prénom", "Nom"), ("Nombre;Apellidos", "Nombre", "Apellidos")],
)
def test_a_name_beside_one_half_is_the_other(headers, first, last):
    assert guessed("leads", headers) == {first: "first_name", last: "last_name"}


def test_english_names_mean_what_they_say():
    assert guessed("leads", "Name;Last name;E-mail") == {"Name": "name", "Last name": "last_name", "E-mail": "email"}
    assert guessed("leads", "name;company;owner;Favourite colour") == {
        "name": "name",
        "company": "company_name",
        "owner": "owner",
    }


def test_every_column_is_called_something_in_every_language():
    assert {meaning for meaning, lines in WORDS.items() if len(lines) != 6 or not all(lines)} == set()
