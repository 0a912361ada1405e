"""A file, and what its columns are: everything about it is untrusted."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.rights import may
from leads.importing.guessing import MOST_VALUES, guess_values
from leads.importing.kinds import kind_of, registry
from leads.importing.reading import ENCODINGS, MOST_BYTES, sheets_of
from leads.importing.saved import name_for, own_way
from leads.importing.values import DAY_FIRST, MONTH_FIRST

DELIMITER_NAMES = {",": lazy("Comma"), ";": lazy("Semicolon"), "\t": lazy("Tab"), "|": lazy("Bar")}
DAYS = [(DAY_FIRST, lazy("Day first: 19.11.2026")), (MONTH_FIRST, lazy("Month first: 11/19/2026"))]


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label=lazy("What is in it"))
    file = forms.FileField(
        label=lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,text/csv"}),
        help_text=lazy(
            "CSV or XLSX from any program, up to 20 MB. Encoding and delimiter are found out; you will see them."
        ),
    )
    preset = forms.ChoiceField(label=lazy("Where it comes from"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.name, kind.label) for kind in registry.values()]
        presets = {preset.key: preset.label for kind in registry.values() for preset in kind.presets}
        self.fields["preset"].choices = [("", _("Another program")), *presets.items()]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 20 MB. Cut it into parts; the same id is never made twice.")
            )
        return file


def reading_form(batch, data=None):
    """How the file is written, when the guess was wrong."""
    return SheetForm(data, batch=batch) if batch.format == batch.Format.XLSX else ReadingForm(data, batch=batch)


class ReadingForm(forms.Form):
    encoding = forms.ChoiceField(label=lazy("Encoding"))
    delimiter = forms.ChoiceField(label=lazy("Cells end with"), choices=DELIMITER_NAMES.items())

    def __init__(self, data=None, *, batch):
        super().__init__(data, initial={"encoding": batch.encoding, "delimiter": batch.delimiter})
        names = dict.fromkeys((batch.encoding, *ENCODINGS))
        self.fields["encoding"].choices = [(name, name.upper()) for name in names]


class SheetForm(forms.Form):
    sheet = forms.ChoiceField(label=lazy("Sheet"))

    def __init__(self, data=None, *, batch):
        super().__init__(data, initial={"sheet": batch.sheet})
        self.fields["sheet"].choices = [(name[:31], name) for name in sheets_of(batch.content)]


class SavedForm(forms.Form):
    """By which of the ways that are kept for such columns the file is read."""

    way = forms.ChoiceField(label=lazy("Read as"), required=False)

    def __init__(self, data=None, *, batch, ways):
        super().__init__(data, initial={"way": batch.options.get("read_as") or ""})
        self.ways = {str(way.pk): way for way in ways}
        names = [(key, said_of(way, batch)) for key, way in self.ways.items()]
        self.fields["way"].choices = [("", _("Guessed by the names of the columns")), *names]

    def chosen(self):
        return self.ways.get(self.cleaned_data["way"])


def said_of(way, batch):
    if way.owner_id == batch.owner_id:
        return _("%(name)s, for everybody") % {"name": way.name} if way.is_shared else way.name
    return _("%(name)s, by %(person)s") % {"name": way.name, "person": way.owner.name}


class MappingForm(forms.Form):
    """Which column of the file is which of ours, what its texts mean, and what holds for the whole file."""

    def __init__(self, data=None, *, batch, table, by):
        super().__init__(data)
        self.kind, self.table = kind_of(batch), table
        self.options = self.kind.complete(batch.options)
        self.preset = self.kind.preset(self.options.get("preset", ""))
        self.columns = self.kind.all_columns()
        self.finds_by = batch.finds_by
        self.add_columns(batch.mapping.get("columns", {}))
        self.add_values(batch.mapping.get("values", {}))
        self.add_options()
        self.add_keeping(batch, by)

    def add_columns(self, known):
        headers = [("", _("Not in this file")), *((header, header) for header in self.table.headers)]
        for column in self.columns:
            self.fields[f"column-{column.key}"] = forms.ChoiceField(
                label=column.label,
                choices=headers,
                required=column.required,
                initial=known.get(column.key, ""),
                help_text=column.hint,
                error_messages={
                    "required": _("Choose the column that says this: no record can be made without it."),
                    "invalid_choice": _("The file has no such column."),
                },
            )

    def add_values(self, known):
        chosen = {column: self.chosen(column.key) for column in self.columns if column.valued}
        chosen = {column: header for column, header in chosen.items() if header in self.table.headers}
        _rows, texts = self.table.survey(list(chosen.values())) if chosen else (0, {})
        self.texts = {column.key: texts[header] for column, header in chosen.items()}
        for column in chosen:
            self.add_meanings(column, self.texts[column.key][:MOST_VALUES], known.get(column.key, {}))

    def add_meanings(self, column, texts, meanings):
        guesses = guess_values(self.kind, self.preset, column, texts, self.options)
        choices = [("", unsaid(column)), *self.kind.choices(column, self.options)]
        for number, text in enumerate(texts):
            self.fields[f"value-{column.key}-{number}"] = forms.ChoiceField(
                label=text, choices=choices, required=False, initial=meanings.get(text) or guesses[text]
            )

    def add_options(self):
        self.fields["days"] = forms.ChoiceField(
            label=_("Days are written"), choices=DAYS, initial=self.options.get("days"), required=False
        )
        for name, field in self.kind.option_fields(self.options).items():
            self.fields[f"option-{name}"] = field
        keys = [(key, self.kind.column(key).label) for key in self.kind.keys]
        self.fields["finds_by"] = forms.ChoiceField(
            label=_("Known records are found by"),
            choices=[("", _("Nothing: every row is new")), *keys],
            initial=self.finds_by,
            required=False,
            help_text=_("Then the same file again changes nothing."),
        )

    def add_keeping(self, batch, by):
        way = own_way(batch, by)
        self.fields["keep_as"] = forms.CharField(
            label=_("Keep these columns as"),
            max_length=80,
            required=False,
            initial=name_for(batch, by),
            help_text=_("They are offered when a file with the same columns comes again. Empty: do not keep them."),
        )
        if may(by, "imports.share"):
            self.fields["is_shared"] = forms.BooleanField(
                label=_("For everybody who imports"), required=False, initial=bool(way and way.is_shared)
            )

    def chosen(self, key):
        """The header chosen for a column, be it sent or guessed."""
        name = f"column-{key}"
        return self.data.get(name, "") if self.is_bound else self.fields[name].initial

    def clean(self):
        values = super().clean()
        key = values.get("finds_by")
        if key and not values.get(f"column-{key}"):
            self.add_error("finds_by", _("The file must have the column by which records are found: choose it above."))
        for key, texts in self.texts.items():
            if self.kind.column(key).lenient:
                continue
            if len(texts) > MOST_VALUES:
                self.add_error(f"column-{key}", _("This column holds too many different texts to be the right one."))
            elif self.is_new(key):
                self.add_error(f"column-{key}", _("Another column: see below what its texts mean, then import."))
        return values

    def is_new(self, key):
        """Whether a column was chosen whose texts nobody was asked about yet."""
        return bool(self.texts[key]) and f"value-{key}-0" not in self.data

    def mapping(self):
        """What the importer reads the file by; only of a valid form."""
        columns = {
            column.key: header for column in self.columns if (header := self.cleaned_data[f"column-{column.key}"])
        }
        values = {
            key: {text: self.cleaned_data[f"value-{key}-{number}"] for number, text in enumerate(texts[:MOST_VALUES])}
            for key, texts in self.texts.items()
        }
        return {"columns": columns, "values": values}

    def chosen_options(self):
        chosen = {name: self.cleaned_data[f"option-{name}"] for name in self.kind.option_fields(self.options)}
        return self.options | chosen | {"days": self.cleaned_data["days"]}

    def keeping(self):
        """Under which name the columns are kept, and for whom."""
        return {name: self.cleaned_data[name] for name in ("keep_as", "is_shared") if name in self.fields}

    # ── For the page ──

    def column_fields(self):
        return [self[f"column-{column.key}"] for column in self.columns]

    def value_fields(self):
        """[(label of the column, its fields)], one field for each text of the file."""
        return [
            (
                self.kind.column(key).label,
                [self[f"value-{key}-{number}"] for number in range(min(len(texts), MOST_VALUES))],
            )
            for key, texts in self.texts.items()
        ]

    def option_fields(self):
        names = [f"option-{name}" for name in self.kind.option_fields(self.options)]
        keeping = [name for name in ("keep_as", "is_shared") if name in self.fields]
        return [self[name] for name in (["days"] * bool(self.options.get("days"))) + ["finds_by"] + names + keeping]


def unsaid(column):
    """What happens to rows whose text nobody gives a meaning."""
    return _("As the file says") if column.lenient else _("Leave these rows out")
