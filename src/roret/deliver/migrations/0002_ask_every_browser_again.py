from django.db import migrations


class Migration(migrations.Migration):
    """From here on a browser is told while its owner is signed in there. By whom it was asked before, nobody knows."""

    dependencies = [
        ("deliver", "0001_initial"),
    ]

    # By itself: PostgreSQL does not alter a table in the transaction that has just deleted from it.
    operations = [
        migrations.RunSQL(
            ["DELETE FROM deliver_notice WHERE subscription_id IS NOT NULL", "DELETE FROM deliver_subscription"],
            migrations.RunSQL.noop,
        ),
    ]
