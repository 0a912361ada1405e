import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_list_surgeries"),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomField",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "record",
                    models.CharField(
                        choices=[("lead", "Lead"), ("company", "Company"), ("contact", "Contact"), ("deal", "Deal")],
                        max_length=8,
                        verbose_name="belongs to",
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Text"),
                            ("number", "Number"),
                            ("money", "Money"),
                            ("date", "Date"),
                            ("choice", "Choice"),
                            ("choices", "Several choices"),
                            ("yes_no", "Yes or no"),
                            ("person", "Person"),
                            ("link", "Link"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("hint", models.CharField(blank=True, default="", max_length=200, verbose_name="hint")),
                ("currency", models.CharField(blank=True, default="", max_length=3, verbose_name="currency")),
                ("is_required", models.BooleanField(default=False, verbose_name="must be filled in")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ["record", "position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("record", "key"), name="one_field_per_key"),
                    models.UniqueConstraint(
                        models.F("record"), django.db.models.functions.text.Lower("name"), name="one_field_per_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^[a-z][a-z0-9_]*$")), name="field_key_is_plain"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("currency__regex", "^[A-Z]{3}$"), ("kind", "money")),
                            models.Q(models.Q(("kind", "money"), _negated=True), ("currency", "")),
                            _connector="OR",
                        ),
                        name="money_fields_have_a_currency",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_day", models.DateField(verbose_name="from")),
                ("last_day", models.DateField(verbose_name="until")),
                ("note", models.CharField(blank=True, default="", max_length=120, verbose_name="note")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["first_day", "id"],
                "indexes": [models.Index(fields=["user", "last_day"], name="absence_user_until")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))), name="absence_has_an_end"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("prefix", models.CharField(max_length=12)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(choices=[("leads.capture", "Hand in leads")], max_length=40),
                        default=list,
                    ),
                ),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_keys",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("token_hash__regex", "^[0-9a-f]{64}$")), name="api_key_is_hashed"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scopes", []), _negated=True), name="api_key_may_do_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomOption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                (
                    "field",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="options", to="accounts.customfield"
                    ),
                ),
            ],
            options={
                "ordering": ["field", "position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("field"), django.db.models.functions.text.Lower("name"), name="one_option_per_name"
                    )
                ],
            },
        ),
    ]
