import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_custom_fields_keys_absences"),
        ("leads", "0004_retired_label_sets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(blank=True, default="", max_length=80, verbose_name="source")),
                ("channel", models.CharField(blank=True, default="", max_length=80, verbose_name="channel")),
                ("campaign", models.CharField(blank=True, default="", max_length=120, verbose_name="campaign")),
                ("term", models.CharField(blank=True, default="", max_length=120, verbose_name="search word")),
                ("content", models.CharField(blank=True, default="", max_length=120, verbose_name="advertisement")),
                ("page", models.CharField(blank=True, default="", max_length=500, verbose_name="page")),
                ("referrer", models.CharField(blank=True, default="", max_length=500, verbose_name="came from")),
                ("happened_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ["happened_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="AssignmentRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("conditions", models.JSONField(blank=True, default=list)),
                (
                    "way",
                    models.CharField(
                        choices=[("turns", "In turns"), ("least", "Whoever has the fewest open leads")],
                        default="turns",
                        max_length=5,
                        verbose_name="how",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="AssignmentTurn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("given", models.PositiveIntegerField(default=0)),
                ("last_given_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["rule", models.OrderBy(models.F("last_given_at"), nulls_first=True), "position", "id"],
            },
        ),
        migrations.CreateModel(
            name="CaptureForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=32, unique=True)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("title", models.CharField(blank=True, default="", max_length=120, verbose_name="title")),
                (
                    "intro",
                    models.TextField(blank=True, default="", max_length=2000, verbose_name="text above the form"),
                ),
                ("button", models.CharField(blank=True, default="", max_length=40, verbose_name="button")),
                ("consent_text", models.TextField(blank=True, default="", max_length=2000, verbose_name="consent")),
                ("thanks", models.TextField(blank=True, default="", max_length=2000, verbose_name="thanks")),
                (
                    "redirect_url",
                    models.URLField(blank=True, default="", max_length=500, verbose_name="page afterwards"),
                ),
                ("language", models.CharField(default="en", max_length=10, verbose_name="language")),
                ("source", models.CharField(blank=True, default="", max_length=80, verbose_name="source")),
                ("channel", models.CharField(blank=True, default="", max_length=80, verbose_name="channel")),
                ("campaign", models.CharField(blank=True, default="", max_length=120, verbose_name="campaign")),
                ("asks_twice", models.BooleanField(default=False, verbose_name="confirm by e-mail first")),
                ("confirm_subject", models.CharField(blank=True, default="", max_length=200, verbose_name="subject")),
                ("confirm_text", models.TextField(blank=True, default="", max_length=5000, verbose_name="text")),
                ("reply_subject", models.CharField(blank=True, default="", max_length=200, verbose_name="subject")),
                ("reply_text", models.TextField(blank=True, default="", max_length=5000, verbose_name="text")),
                (
                    "hourly_limit",
                    models.PositiveSmallIntegerField(default=10, verbose_name="posts an hour from one address"),
                ),
                (
                    "least_seconds",
                    models.PositiveSmallIntegerField(default=3, verbose_name="seconds a person needs at least"),
                ),
                (
                    "embedded_on",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Fingerprint",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "record", "record_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("record", models.CharField(max_length=8)),
                ("record_id", models.BigIntegerField()),
                ("name_key", models.TextField(default="")),
                ("company_key", models.TextField(default="")),
                ("email_key", models.TextField(default="")),
                ("phone_key", models.TextField(default="")),
                ("domain_key", models.TextField(default="")),
            ],
        ),
        migrations.CreateModel(
            name="FormField",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fact", models.CharField(max_length=60)),
                ("label", models.CharField(max_length=120, verbose_name="question")),
                ("hint", models.CharField(blank=True, default="", max_length=200, verbose_name="hint")),
                ("is_required", models.BooleanField(default=False, verbose_name="must be filled in")),
                ("is_hidden", models.BooleanField(default=False, verbose_name="hidden")),
                ("preset", models.CharField(blank=True, default="", max_length=200, verbose_name="filled in with")),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["form", "position", "id"],
            },
        ),
        migrations.CreateModel(
            name="ImportChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record", models.CharField(max_length=8)),
                ("record_id", models.BigIntegerField()),
                ("line", models.PositiveIntegerField()),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                (
                    "fate",
                    models.CharField(
                        choices=[
                            ("", "As imported"),
                            ("restored", "Taken back"),
                            ("kept", "Kept: somebody had worked on it"),
                        ],
                        db_default="",
                        default="",
                        max_length=8,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("kind", models.CharField(max_length=20)),
                ("is_shared", models.BooleanField(default=False, verbose_name="shared with everybody")),
                (
                    "headers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), default=list
                    ),
                ),
                ("mapping", models.JSONField(default=dict)),
                ("options", models.JSONField(default=dict)),
                ("finds_by", models.CharField(blank=True, default="", max_length=60)),
                ("used_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ["-used_at"],
            },
        ),
        migrations.CreateModel(
            name="LeadLabelStay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["began_at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LeadPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("prune_touches", models.PositiveSmallIntegerField(default=6, verbose_name="touches")),
                ("prune_days", models.PositiveSmallIntegerField(default=21, verbose_name="days")),
                ("silence_days", models.PositiveSmallIntegerField(default=90, verbose_name="days without a touch")),
            ],
        ),
        migrations.CreateModel(
            name="LikelyPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("one", models.CharField(db_collation="C", max_length=30)),
                ("other", models.CharField(db_collation="C", max_length=30)),
                ("likeness", models.PositiveSmallIntegerField()),
                ("reasons", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Likely the same"), ("apart", "Not the same"), ("merged", "Merged")],
                        db_default="open",
                        default="open",
                        max_length=6,
                    ),
                ),
                ("found_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("decided_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kept", models.CharField(db_collation="C", max_length=30)),
                ("gone", models.CharField(db_collation="C", max_length=30)),
                ("choices", models.JSONField(default=dict)),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("moved", models.JSONField(default=list)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ScoreReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("points", models.DecimalField(decimal_places=2, max_digits=6)),
                ("times", models.PositiveSmallIntegerField(default=1)),
                ("earned_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ScoreThreshold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at_least", models.SmallIntegerField(unique=True, verbose_name="from")),
                ("promotes", models.BooleanField(default=False, verbose_name="promotes the lead")),
            ],
            options={
                "ordering": ["-at_least"],
            },
        ),
        migrations.CreateModel(
            name="ScoringRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="reason")),
                (
                    "kind",
                    models.CharField(
                        choices=[("fit", "What they are"), ("deed", "What they did")], default="fit", max_length=4
                    ),
                ),
                ("points", models.SmallIntegerField(verbose_name="points")),
                ("conditions", models.JSONField(blank=True, default=list)),
                ("signal", models.CharField(blank=True, default="", max_length=60, verbose_name="when they")),
                ("most_times", models.PositiveSmallIntegerField(default=1, verbose_name="counts at most")),
                (
                    "half_life",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="halves after days"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operation", models.UUIDField(unique=True)),
                ("answers", models.JSONField(default=dict)),
                ("origin", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting to be confirmed"), ("taken", "Taken")],
                        default="taken",
                        max_length=7,
                    ),
                ),
                ("consent_text", models.TextField(blank=True, default="")),
                ("consented_at", models.DateTimeField(null=True)),
                ("confirm_hash", models.CharField(blank=True, default="", max_length=64)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("address_hash", models.CharField(blank=True, default="", max_length=64)),
                ("sent_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ["-sent_at", "-id"],
            },
        ),
        migrations.AddField(
            model_name="company",
            name="custom",
            field=models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddField(
            model_name="company",
            name="external_id",
            field=models.CharField(blank=True, max_length=120, null=True),
        ),
        migrations.AddField(
            model_name="company",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="merged",
                to="leads.company",
            ),
        ),
        migrations.AddField(
            model_name="company",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="children",
                to="leads.company",
                verbose_name="parent company",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="custom",
            field=models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddField(
            model_name="contact",
            name="external_id",
            field=models.CharField(blank=True, max_length=120, null=True),
        ),
        migrations.AddField(
            model_name="contact",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="merged",
                to="leads.contact",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="phone_key",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=16),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="doubles",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="finds_by",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="format",
            field=models.CharField(
                choices=[("csv", "CSV"), ("xlsx", "XLSX")], db_default="csv", default="csv", max_length=4
            ),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="is_rehearsal",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="kept",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="restored",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="reverted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="reverted_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="sheet",
            field=models.CharField(blank=True, db_default="", default="", max_length=31),
        ),
        migrations.AddField(
            model_name="lead",
            name="answered_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="lead",
            name="campaign",
            field=models.CharField(blank=True, db_default="", default="", max_length=120, verbose_name="campaign"),
        ),
        migrations.AddField(
            model_name="lead",
            name="custom",
            field=models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.AddField(
            model_name="lead",
            name="external_id",
            field=models.CharField(blank=True, max_length=120, null=True),
        ),
        migrations.AddField(
            model_name="lead",
            name="first_response_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="lead",
            name="label_is_by_hand",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="lead",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="merged",
                to="leads.lead",
            ),
        ),
        migrations.AddField(
            model_name="lead",
            name="phone_key",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=16),
        ),
        migrations.AddField(
            model_name="lead",
            name="promoted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="lead",
            name="returns_on",
            field=models.DateField(blank=True, null=True, verbose_name="comes back on"),
        ),
        migrations.AddField(
            model_name="lead",
            name="scored_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="lead",
            name="unanswered_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="lead",
            name="unanswered_touches",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name="importbatch",
            name="status",
            field=models.CharField(
                choices=[
                    ("mapping", "Choose the columns"),
                    ("queued", "Waiting for the worker"),
                    ("running", "Running"),
                    ("paused", "Paused"),
                    ("done", "Done"),
                    ("failed", "Failed"),
                    ("reverting", "Being taken back"),
                    ("reverted", "Taken back"),
                ],
                default="mapping",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="lead",
            name="status",
            field=models.CharField(
                choices=[
                    ("new", "New"),
                    ("working", "Working"),
                    ("qualified", "Qualified"),
                    ("recycled", "Nurture"),
                    ("converted", "Converted"),
                    ("disqualified", "Not a fit"),
                ],
                default="new",
                max_length=12,
                verbose_name="status",
            ),
        ),
        migrations.AddIndex(
            model_name="company",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("custom", {}), _negated=True),
                fields=["custom"],
                name="company_custom",
                opclasses=["jsonb_path_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("custom", {}), _negated=True),
                fields=["custom"],
                name="contact_custom",
                opclasses=["jsonb_path_ops"],
            ),
        ),
        migrations.AddConstraint(
            model_name="company",
            constraint=models.UniqueConstraint(fields=("external_id",), name="one_company_per_external_id"),
        ),
        migrations.AddConstraint(
            model_name="company",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                name="company_not_merged_into_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="company",
            constraint=models.CheckConstraint(
                condition=models.Q(("custom__contains", {})), name="company_custom_is_a_sheet"
            ),
        ),
        migrations.AddConstraint(
            model_name="company",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("id")), _negated=True), name="company_not_its_own_parent"
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(fields=("external_id",), name="one_contact_per_external_id"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                name="contact_not_merged_into_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(("phone_key", ""), ("phone_key__regex", "^\\+[1-9][0-9]{5,14}$"), _connector="OR"),
                name="contact_phone_key_is_e164",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(("custom__contains", {})), name="contact_custom_is_a_sheet"
            ),
        ),
        migrations.AddField(
            model_name="arrival",
            name="lead",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="arrivals", to="leads.lead"
            ),
        ),
        migrations.AddField(
            model_name="lead",
            name="first_arrival",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="leads.arrival",
            ),
        ),
        migrations.AddField(
            model_name="lead",
            name="last_arrival",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="leads.arrival",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("merged_into", None), ("status__in", ("new", "working", "qualified"))),
                fields=["-score", "id"],
                name="lead_highest_score",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("status", "recycled")), fields=["returns_on"], name="lead_coming_back"
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("unanswered_touches__gt", 0)),
                fields=["unanswered_since"],
                name="lead_without_an_answer",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("custom", {}), _negated=True),
                fields=["custom"],
                name="lead_custom",
                opclasses=["jsonb_path_ops"],
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.UniqueConstraint(fields=("external_id",), name="one_lead_per_external_id"),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True), name="lead_not_merged_into_itself"
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.CheckConstraint(
                condition=models.Q(("phone_key", ""), ("phone_key__regex", "^\\+[1-9][0-9]{5,14}$"), _connector="OR"),
                name="lead_phone_key_is_e164",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.CheckConstraint(
                condition=models.Q(("custom__contains", {})), name="lead_custom_is_a_sheet"
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("returns_on__isnull", False), ("status", "recycled")),
                    models.Q(models.Q(("status", "recycled"), _negated=True), ("returns_on", None)),
                    _connector="OR",
                ),
                name="recycled_leads_have_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("unanswered_since", None), ("unanswered_touches", 0)),
                    models.Q(("unanswered_since__isnull", False), ("unanswered_touches__gt", 0)),
                    _connector="OR",
                ),
                name="unanswered_since_a_touch",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignmentrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("conditions__contains", [])), name="assignment_conditions_are_a_list"
            ),
        ),
        migrations.AddField(
            model_name="assignmentturn",
            name="rule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="turns", to="leads.assignmentrule"
            ),
        ),
        migrations.AddField(
            model_name="assignmentturn",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="captureform",
            name="created_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="captureform",
            name="label",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="leads.label",
                verbose_name="label",
            ),
        ),
        migrations.AddIndex(
            model_name="fingerprint",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["name_key"], name="fingerprint_name_like", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="fingerprint",
            index=models.Index(fields=["name_key"], name="fingerprint_name"),
        ),
        migrations.AddIndex(
            model_name="fingerprint",
            index=models.Index(
                condition=models.Q(("company_key", ""), _negated=True),
                fields=["company_key"],
                name="fingerprint_company",
            ),
        ),
        migrations.AddIndex(
            model_name="fingerprint",
            index=models.Index(
                condition=models.Q(("email_key", ""), _negated=True), fields=["email_key"], name="fingerprint_email"
            ),
        ),
        migrations.AddIndex(
            model_name="fingerprint",
            index=models.Index(
                condition=models.Q(("phone_key", ""), _negated=True), fields=["phone_key"], name="fingerprint_phone"
            ),
        ),
        migrations.AddIndex(
            model_name="fingerprint",
            index=models.Index(
                condition=models.Q(("domain_key", ""), _negated=True), fields=["domain_key"], name="fingerprint_domain"
            ),
        ),
        migrations.AddField(
            model_name="formfield",
            name="form",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="fields", to="leads.captureform"
            ),
        ),
        migrations.AddField(
            model_name="importchange",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="leads.importbatch"
            ),
        ),
        migrations.AddField(
            model_name="importmapping",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="leadlabelstay",
            name="label",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="leads.label"),
        ),
        migrations.AddField(
            model_name="leadlabelstay",
            name="lead",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="label_stays", to="leads.lead"
            ),
        ),
        migrations.AddField(
            model_name="leadpolicy",
            name="workspace",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="lead_policy", to="accounts.workspace"
            ),
        ),
        migrations.AddField(
            model_name="likelypair",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="undone_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="scorereason",
            name="lead",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="score_reasons", to="leads.lead"
            ),
        ),
        migrations.AddField(
            model_name="scorethreshold",
            name="label",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="leads.label",
                verbose_name="label",
            ),
        ),
        migrations.AddConstraint(
            model_name="scoringrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("conditions__contains", [])), name="scoring_conditions_are_a_list"
            ),
        ),
        migrations.AddConstraint(
            model_name="scoringrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("points__range", (-100, 100)), models.Q(("points", 0), _negated=True)),
                name="points_say_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="scoringrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("half_life", None), ("kind", "fit"), ("signal", "")),
                    models.Q(("kind", "deed"), models.Q(("signal", ""), _negated=True)),
                    _connector="OR",
                ),
                name="deeds_have_a_signal",
            ),
        ),
        migrations.AddConstraint(
            model_name="scoringrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("half_life", None), ("half_life__gt", 0), _connector="OR"),
                name="half_life_takes_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="scoringrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("most_times__gt", 0)), name="rule_counts_at_least_once"
            ),
        ),
        migrations.AddField(
            model_name="scorereason",
            name="rule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="reasons", to="leads.scoringrule"
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="api_key",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="accounts.apikey"
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="form",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="submissions",
                to="leads.captureform",
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="lead",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="submissions", to="leads.lead"
            ),
        ),
        migrations.AddField(
            model_name="arrival",
            name="submission",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="arrival", to="leads.submission"
            ),
        ),
        migrations.AddConstraint(
            model_name="assignmentturn",
            constraint=models.UniqueConstraint(fields=("rule", "user"), name="one_turn_per_person"),
        ),
        migrations.AddConstraint(
            model_name="captureform",
            constraint=models.CheckConstraint(
                condition=models.Q(("key__regex", "^[A-Za-z0-9_-]{10,32}$")), name="form_key_is_long"
            ),
        ),
        migrations.AddConstraint(
            model_name="captureform",
            constraint=models.CheckConstraint(
                condition=models.Q(("hourly_limit__gt", 0)), name="form_lets_somebody_through"
            ),
        ),
        migrations.AddConstraint(
            model_name="captureform",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("asks_twice", False),
                    models.Q(
                        models.Q(("confirm_subject", ""), _negated=True), models.Q(("confirm_text", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="form_knows_how_to_ask",
            ),
        ),
        migrations.AddConstraint(
            model_name="formfield",
            constraint=models.UniqueConstraint(fields=("form", "fact"), name="one_question_per_fact"),
        ),
        migrations.AddIndex(
            model_name="importchange",
            index=models.Index(fields=["record", "record_id"], name="import_change_record"),
        ),
        migrations.AddConstraint(
            model_name="importchange",
            constraint=models.UniqueConstraint(
                fields=("batch", "record", "record_id"), name="one_change_per_record_and_batch"
            ),
        ),
        migrations.AddConstraint(
            model_name="importchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("after__isnull", True), ("before__isnull", True)),
                    models.Q(("after__isnull", False), ("before__isnull", False)),
                    _connector="OR",
                ),
                name="changes_have_both_sides",
            ),
        ),
        migrations.AddConstraint(
            model_name="importmapping",
            constraint=models.UniqueConstraint(fields=("owner", "kind", "name"), name="one_mapping_name_per_owner"),
        ),
        migrations.AddConstraint(
            model_name="leadlabelstay",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("lead",), name="one_label_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="leadlabelstay",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at", None), ("ended_at__gte", models.F("began_at")), _connector="OR"),
                name="label_stay_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="leadpolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("prune_days__gt", 0), ("prune_touches__gt", 0)), name="pruning_takes_time"
            ),
        ),
        migrations.AddIndex(
            model_name="likelypair",
            index=models.Index(fields=["other", "one"], name="pair_other"),
        ),
        migrations.AddConstraint(
            model_name="likelypair",
            constraint=models.UniqueConstraint(fields=("one", "other"), name="one_row_per_pair"),
        ),
        migrations.AddConstraint(
            model_name="likelypair",
            constraint=models.CheckConstraint(condition=models.Q(("one__lt", models.F("other"))), name="pair_in_order"),
        ),
        migrations.AddConstraint(
            model_name="likelypair",
            constraint=models.CheckConstraint(condition=models.Q(("likeness__lte", 100)), name="likeness_in_percent"),
        ),
        migrations.AddIndex(
            model_name="merge",
            index=models.Index(fields=["kept"], name="merge_kept"),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept", models.F("gone")), _negated=True), name="merge_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at", None)), fields=("gone",), name="merged_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_at", None), ("undone_by", None)),
                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                    _connector="OR",
                ),
                name="merge_undone_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="scorethreshold",
            constraint=models.CheckConstraint(
                condition=models.Q(("at_least__range", (0, 100))), name="threshold_within_scores"
            ),
        ),
        migrations.AddConstraint(
            model_name="scorethreshold",
            constraint=models.CheckConstraint(
                condition=models.Q(("promotes", True), ("label__isnull", False), _connector="OR"),
                name="threshold_does_a_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="scorereason",
            constraint=models.UniqueConstraint(fields=("lead", "rule"), name="one_reason_per_rule"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["form", "address_hash", "sent_at"], name="submission_by_address"),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lead", None), ("state", "waiting")),
                    models.Q(("lead__isnull", False), ("state", "taken")),
                    _connector="OR",
                ),
                name="taken_with_a_lead",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("consented_at", None), models.Q(("consent_text", ""), _negated=True), _connector="OR"
                ),
                name="consent_to_something_said",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                condition=models.Q(("confirm_hash", ""), _negated=True),
                fields=("confirm_hash",),
                name="one_confirmation",
            ),
        ),
    ]
