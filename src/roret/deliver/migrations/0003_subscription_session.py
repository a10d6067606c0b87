import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0001_initial"),
        ("deliver", "0002_ask_every_browser_again"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="subscription",
            name="a_browser_once_a_member",
        ),
        migrations.AddField(
            model_name="subscription",
            name="session",
            field=models.ForeignKey(
                default=None, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.session"
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.UniqueConstraint(fields=("member", "session"), name="one_browser_a_session"),
        ),
    ]
