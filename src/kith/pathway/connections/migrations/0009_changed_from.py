from django.db import migrations, models

CHOICES = [
    ("sent", "Sent, no answer yet"),
    ("accepted", "Accepted"),
    ("full", "Full"),
    ("not_right", "Not right for the group"),
    ("came", "Came"),
    ("did_not_come", "Did not come"),
    ("finished", "Finished"),
    ("withdrawn", "Agreement withdrawn"),
]


class Migration(migrations.Migration):
    dependencies = [("connections", "0008_told_where")]

    operations = [
        migrations.AddField(
            model_name="introduction",
            name="changed_from",
            field=models.CharField(blank=True, choices=CHOICES, max_length=14),
        ),
    ]
