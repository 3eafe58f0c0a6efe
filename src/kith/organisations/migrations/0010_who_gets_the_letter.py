from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0009_programmes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="programmequestion",
            name="kind",
            field=models.CharField(
                choices=[
                    ("text", "A few words"),
                    ("long_text", "A longer text"),
                    ("one_of", "One of a list"),
                    ("several_of", "Several of a list"),
                    ("date", "A date"),
                    ("yes_no", "Yes or no"),
                    ("letter_to", "Who else gets the letter at the end"),
                ],
                default="text",
                max_length=12,
            ),
        ),
    ]
