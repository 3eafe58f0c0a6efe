from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0009_households"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("nhs_number", ""), _negated=True),
                fields=["scheme_id", "nhs_number"],
                name="person_by_number",
            ),
        ),
        migrations.AddIndex(
            model_name="contactpoint",
            index=models.Index(
                condition=models.Q(("ended_on", None), ("kind", "phone")),
                fields=["scheme_id", "value"],
                include=["person"],
                name="contactpoint_numbers",
            ),
        ),
    ]
