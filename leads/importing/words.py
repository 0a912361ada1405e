"""What columns are called in German, French, Spanish, Malay, Chinese (both scripts) and Persian, a line for each.

English names stand with the columns themselves. Names are compared without case, accents, spaces and signs.
"""

from functools import cache

# Columns that mean what another word of the table says; “kind.column” where only that kind means it so.
SAME_AS = {
    "leads.name": ("person",),
    "contacts.name": ("person",),
    "companies.name": ("company", "named"),
    "products.name": ("product", "named"),
    "company_name": ("company",),
    "external_id": ("id",),
    "first_contact_on": ("created",),
    "opened_at": ("created",),
    "title": ("deal",),
    "tax_rate": ("tax",),
    "term_months": ("term",),
}

WORDS = {
    "person": (
        "Name, Vollständiger Name, Kontakt, Kontaktname, Ansprechpartner, Ansprechpartnerin, Kontaktperson",
        "Nom, Nom complet, Contact, Nom du contact, Interlocuteur",
        "Nombre, Nombre completo, Contacto, Nombre del contacto, Persona de contacto",
        "Nama, Nama penuh, Nama kenalan, Orang hubungan",
        "姓名, 联系人, 联系人姓名, 名字, 聯絡人, 聯繫人, 連絡人",
        "نام و نام خانوادگی, نام کامل, نام, مخاطب, شخص رابط, نام مشتری",
    ),
    "named": ("Name, Bezeichnung", "Nom, Désignation", "Nombre, Denominación", "Nama", "名称, 名稱", "نام, عنوان"),
    "first_name": ("Vorname", "Prénom", "Nombre de pila", "Nama pertama, Nama depan", "名", "نام کوچک"),
    "last_name": (
        "Nachname, Familienname, Zuname",
        "Nom de famille",
        "Apellido, Apellidos, Primer apellido",
        "Nama keluarga, Nama akhir, Nama bapa",
        "姓, 姓氏",
        "نام خانوادگی, فامیل, فامیلی",
    ),
    "email": (
        "E-Mail, E-Mail-Adresse, Mailadresse, E-Mail geschäftlich",
        "Courriel, Adresse e-mail, Adresse mail, Adresse électronique, Mél",
        "Correo, Correo electrónico, Dirección de correo, Dirección de correo electrónico",
        "E-mel, Emel, Alamat e-mel",
        "邮箱, 电子邮件, 电子邮箱, 邮箱地址, 電子郵件, 電郵, 信箱, 電子信箱",
        "ایمیل, رایانامه, پست الکترونیک, پست الکترونیکی, آدرس ایمیل, نشانی ایمیل",
    ),
    "phone": (
        "Telefon, Telefonnummer, Tel, Rufnummer, Mobil, Mobiltelefon, Handy, Handynummer, Telefon geschäftlich",
        "Téléphone, Numéro de téléphone, Tél, Portable, Mobile, Téléphone portable",
        "Teléfono, Número de teléfono, Móvil, Celular, Teléfono móvil",
        "Nombor telefon, No telefon, No tel, Telefon bimbit",
        "电话, 电话号码, 手机, 手机号, 手机号码, 联系电话, 電話, 電話號碼, 手機, 手機號碼, 聯絡電話",
        "تلفن, شماره تلفن, شماره تماس, موبایل, تلفن همراه, شماره موبایل, همراه",
    ),
    "job_title": (
        "Position, Berufsbezeichnung, Funktion, Stellenbezeichnung, Stelle",
        "Fonction, Poste, Intitulé du poste",
        "Cargo, Puesto, Posición",
        "Jawatan",
        "职位, 职务, 职称, 職位, 職務, 職稱",
        "سمت, عنوان شغلی, شغل",
    ),
    "decides": ("Entscheider", "Décideur", "Decisor", "Pembuat keputusan", "决策人, 決策者", "تصمیم گیرنده"),
    "company": (
        "Firma, Firmenname, Unternehmen, Unternehmensname, Organisation, Kunde, Kundenname",
        "Entreprise, Société, Nom de l'entreprise, Raison sociale, Organisation, Client",
        "Empresa, Compañía, Nombre de la empresa, Razón social, Organización, Cliente",
        "Syarikat, Nama syarikat, Organisasi, Pelanggan",
        "公司, 公司名称, 企业, 企业名称, 单位, 客户, 客户名称, 公司名稱, 企業, 單位, 客戶, 客戶名稱",
        "شرکت, نام شرکت, سازمان, نام سازمان, مشتری",
    ),
    "domain": (
        "Webseite, Website, Internetseite, Homepage",
        "Site, Site web, Site internet",
        "Sitio web, Página web, Web",
        "Laman web, Tapak web",
        "网站, 网址, 网站地址, 公司网站, 網站, 網址, 公司網站",
        "وب سایت, وبسایت, سایت, تارنما",
    ),
    "industry": (
        "Branche", "Secteur, Secteur d'activité", "Sector, Industria", "Industri", "行业, 所属行业, 行業, 產業",
        "صنعت, حوزه فعالیت",
    ),
    "size": (
        "Mitarbeiter, Mitarbeiterzahl, Anzahl Mitarbeiter, Unternehmensgröße",
        "Effectif, Nombre d'employés, Taille de l'entreprise",
        "Empleados, Número de empleados, Tamaño de la empresa",
        "Bilangan pekerja, Pekerja",
        "员工人数, 人数, 公司规模, 員工人數, 人數, 公司規模",
        "تعداد کارکنان, تعداد پرسنل, کارکنان",
    ),
    "country": ("Land", "Pays", "País", "Negara", "国家, 国家地区, 國家, 國家地區", "کشور"),
    "city": ("Stadt, Ort", "Ville", "Ciudad", "Bandar, Bandaraya", "城市", "شهر"),
    "owner": (
        "Besitzer, Besitzerin, Inhaber, Zuständig, Zuständiger, Verantwortlich, Verantwortlicher, Betreuer, Bearbeiter",
        "Propriétaire, Responsable, Commercial, Attribué à",
        "Propietario, Responsable, Asignado a, Comercial, Vendedor",
        "Pemilik, Ditugaskan kepada, Jurujual",
        "负责人, 所有者, 销售, 销售员, 归属人, 負責人, 擁有者, 業務, 業務員",
        "مالک, مسئول, کارشناس فروش, مسئول پیگیری, فروشنده",
    ),
    "source": (
        "Quelle, Leadquelle, Herkunft", "Source, Origine, Provenance", "Fuente, Origen, Procedencia", "Sumber",
        "来源, 线索来源, 客户来源, 來源, 潛在客戶來源, 客戶來源", "منبع, منبع سرنخ, نحوه آشنایی",
    ),
    "channel": ("Kanal", "Canal", "Canal", "Saluran", "渠道, 管道", "کانال"),
    "campaign": ("Kampagne", "Campagne", "Campaña", "Kempen", "活动, 營銷活動, 行銷活動", "کمپین"),
    "created": (
        "Erstellt, Erstellt am, Erstellungsdatum, Angelegt am, Erstkontakt, Datum",
        "Créé le, Date de création, Premier contact, Date",
        "Creado, Creado el, Fecha de creación, Primer contacto, Fecha",
        "Dicipta pada, Tarikh dicipta, Tarikh",
        "创建时间, 创建日期, 首次联系, 日期, 建立時間, 建立日期, 創建時間, 首次聯絡",
        "تاریخ ایجاد, تاریخ ثبت, اولین تماس, تاریخ",
    ),
    "notes": (
        "Notiz, Notizen, Bemerkung, Bemerkungen, Kommentar, Anmerkung", "Note, Remarque, Remarques, Commentaire",
        "Nota, Notas, Comentario, Comentarios, Observaciones", "Nota, Catatan, Ulasan", "备注, 说明, 備註, 說明",
        "یادداشت, توضیحات, ملاحظات",
    ),
    "label": ("Bewertung, Etikett", "Étiquette, Évaluation", "Etiqueta, Valoración", "Label, Penarafan", "标签, 標籤",
              "برچسب"),
    "status": ("Stand", "Statut, État", "Estado", "Status", "状态, 狀態", "وضعیت"),
    "id": (
        "Kennung, Nummer, Datensatz-ID", "Identifiant, Numéro", "Identificador, Número de registro", "No rujukan",
        "编号, 记录编号, 編號, 記錄編號", "شناسه, کد",
    ),
    "deal": (
        "Titel, Geschäft, Verkaufschance, Bezeichnung", "Titre, Affaire, Opportunité, Nom de l'affaire",
        "Título, Negocio, Oportunidad, Nombre del negocio", "Tajuk, Urus niaga, Peluang",
        "标题, 商机, 商机名称, 交易名称, 標題, 商機, 商機名稱, 交易名稱", "عنوان, معامله, فرصت, فرصت فروش",
    ),
    "stage": (
        "Phase, Stufe, Verkaufsphase", "Étape, Phase", "Etapa, Fase", "Peringkat", "阶段, 销售阶段, 階段, 銷售階段",
        "مرحله, مرحله فروش",
    ),
    "amount": (
        "Wert, Betrag, Auftragswert, Umsatz", "Montant, Valeur", "Importe, Valor, Monto", "Nilai, Jumlah",
        "金额, 价值, 金額, 價值", "مبلغ, ارزش",
    ),
    "currency": ("Währung", "Devise, Monnaie", "Moneda, Divisa", "Mata wang", "币种, 货币, 幣別, 貨幣",
                 "ارز, واحد پول"),
    "product": (
        "Produkt, Artikel, Produktname, Artikelname", "Produit, Article, Nom du produit",
        "Producto, Artículo, Nombre del producto", "Produk, Nama produk", "产品, 产品名称, 產品, 產品名稱",
        "محصول, نام محصول, کالا",
    ),
    "closed_at": (
        "Abgeschlossen am, Abschlussdatum", "Date de clôture, Clôturé le", "Fecha de cierre, Cerrado el",
        "Tarikh tutup", "结束日期, 成交日期, 結束日期", "تاریخ بسته شدن",
    ),
    "expected_close": (
        "Erwarteter Abschluss, Voraussichtlicher Abschluss", "Clôture prévue, Date de clôture prévue",
        "Cierre previsto, Fecha de cierre prevista", "Jangkaan tutup", "预计成交日期, 預計成交日期, 預計結束日期",
        "تاریخ احتمالی بسته شدن",
    ),
    "code": (
        "Artikelnummer, Artikelnr, Produktnummer", "Référence, Code produit, Réf", "Código, Referencia", "Kod",
        "编码, 产品编码, 编号, 編碼, 產品編號", "کد, کد محصول, کد کالا",
    ),
    "price": ("Preis, Einzelpreis, Listenpreis, Stückpreis", "Prix, Prix unitaire", "Precio, Precio unitario",
              "Harga, Harga seunit", "价格, 单价, 價格, 單價", "قیمت, قیمت واحد, فی"),
    "tax": ("Steuer, Steuersatz, MwSt, USt", "Taxe, TVA, Taux de TVA", "Impuesto, IVA", "Cukai", "税率, 稅率",
            "مالیات"),
    "unit": ("Einheit, Mengeneinheit", "Unité", "Unidad", "Unit ukuran", "单位, 單位", "واحد"),
    "billing": ("Abrechnung, Turnus", "Facturation", "Facturación", "Bil", "计费方式, 計費方式", "صورتحساب"),
    "term": ("Laufzeit, Laufzeit in Monaten", "Durée", "Plazo, Duración", "Tempoh", "期限", "مدت"),
    "description": ("Beschreibung", "Description, Descriptif", "Descripción", "Penerangan", "描述, 说明, 說明",
                    "شرح, توضیحات"),
}  # fmt: skip


@cache
def words_for(kind, key):
    """What a column of a kind is called in these languages."""
    meant = SAME_AS.get(f"{kind}.{key}") or SAME_AS.get(key) or (key,)
    lines = [line for meaning in meant for line in WORDS.get(meaning, ())]
    return tuple(word for line in lines for word in line.split(", "))
