from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
<<<<<<<< HEAD:src/kith/people/migrations/0010_numbers.py
        ("people", "0009_households"),
========
        ("people", "0008_addresswarning"),
>>>>>>>> doors:src/kith/people/migrations/0009_numbers.py
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
