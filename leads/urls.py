from django.urls import include, path

from leads.views import bulk, exporting, inbox, labels, leads, quiet, record_lists, records, resting

app_name = "leads"
urlpatterns = [
    path("leads/", inbox.lead_list, name="list"),
    path("leads/tabs/", inbox.tabs, name="tabs"),
    path("leads/filter/", inbox.filter_sheet, name="filter"),
    path("leads/views/", inbox.views, name="views"),
    path("leads/imports/", inbox.imports, name="imports"),
    path("leads/bulk/", bulk.bulk, name="bulk"),
    path("leads/bulk/<uuid:bulk>/undo/", bulk.take_back, name="undo-bulk"),
    path("leads/quiet/", quiet.quiet, name="quiet"),
    path("leads/new/", leads.new, name="new"),
    path("leads/<int:pk>/", leads.lead, name="lead"),
    path("leads/<int:pk>/acts/", inbox.acts, name="acts"),
    path("leads/<int:pk>/edit/", leads.edit, name="edit"),
    path("leads/<int:pk>/qualify/", leads.qualify, name="qualify"),
    path("leads/<int:pk>/touch/", leads.touch, name="touch"),
    path("leads/<int:pk>/take/", leads.take, name="take"),
    path("leads/<int:pk>/not-a-fit/", leads.disqualify, name="disqualify"),
    path("leads/<int:pk>/bring-back/", leads.bring_back, name="bring-back"),
    path("leads/<int:pk>/recycle/", resting.recycle, name="recycle"),
    # who they are
    path("companies/", record_lists.company_list, name="companies"),
    path("companies/new/", records.company_new, name="company-new"),
    path("companies/<int:pk>/", records.company, name="company"),
    path("companies/<int:pk>/edit/", records.company_edit, name="company-edit"),
    path("companies/<int:pk>/note/", records.company_note, name="company-note"),
    path("contacts/", record_lists.contact_list, name="contacts"),
    path("contacts/new/", records.contact_new, name="contact-new"),
    path("contacts/<int:pk>/", records.contact, name="contact"),
    path("contacts/<int:pk>/edit/", records.contact_edit, name="contact-edit"),
    path("contacts/<int:pk>/note/", records.contact_note, name="contact-note"),
    path("records/<uuid:bulk>/undo/", records.take_back, name="undo-record"),
    # labels
    path("settings/labels/", labels.labels, name="labels"),
    path("settings/labels/sets/<int:pk>/new/", labels.new, name="label-new"),
    path("settings/labels/<int:pk>/", labels.label, name="label"),
    path("settings/labels/sets/new/", labels.set_new, name="label-set-new"),
    path("settings/labels/sets/<int:pk>/", labels.label_set, name="label-set"),
    path("settings/scoring/", include("leads.scoring.urls")),
    # who stands here twice
    path("duplicates/", include("leads.duplicates.urls")),
    # files
    path("imports/", include("leads.importing.urls")),
    path("leads/export/", exporting.leads_export, name="export"),
    path("companies/export/", exporting.companies_export, name="companies-export"),
    path("contacts/export/", exporting.contacts_export, name="contacts-export"),
    # how they come in by themselves
    path("", include("leads.capture.urls")),
]
