import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def entry_follow_ups_become_rules(apps, schema_editor):
    """What a stage planned on entry is a rule from now on; the reader of the log goes on from where it was."""
    rules = apps.get_model("followups", "Rule").objects
    first = rules.count()
    for place, entry in enumerate(apps.get_model("followups", "EntryFollowUp").objects.order_by("stage_id")):
        given = {"kind": entry.kind_id, "title": entry.title, "working_days": entry.working_days, "for": "owner"}
        rules.create(
            name=entry.title[:120],
            trigger="stage.entered",
            stage_id=entry.stage_id,
            face="follow-up",
            acts=[{"act": "plan", "given": given}],
            position=first + place,
        )
    cursors = apps.get_model("timeline", "Cursor").objects
    cursors.filter(listener="entry follow-ups").update(listener="rules at once")


class Migration(migrations.Migration):

    dependencies = [
        ("followups", "0008_letters_and_sequences"),
        ("pipeline", "0010_deal_titles"),
        ("timeline", "0006_outgoing_kinds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Nudge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("adrift", "No next step"),
                            ("silent", "Longer silent than usual"),
                            ("unanswered", "Not answered"),
                        ],
                        max_length=12,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("usual_days", models.PositiveIntegerField(default=0)),
                ("of", models.PositiveIntegerField(default=0)),
                ("rested_at", models.DateTimeField(blank=True, null=True)),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="nudges", to="pipeline.deal"
                    ),
                ),
                (
                    "rested_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("deal", "kind"), name="one_nudge_of_a_kind")],
            },
        ),
        migrations.RunPython(entry_follow_ups_become_rules, migrations.RunPython.noop),
    ]
