from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0002_uploads"),
    ]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="deleted_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
