"""Reminders become letters as all others: what was sent, to whom and when, is kept."""

from django.db import migrations

KIND = "contacts.reminder"


def to_letters(apps, schema_editor):
    letter = apps.get_model("trust", "Letter")
    reminders = apps.get_model("contacts", "Reminder").objects.select_related("receiver").order_by("pk")
    letter.objects.bulk_create(
        letter(
            kind=KIND,
            thing_id=reminder.of_return_id,
            step=reminder.step,
            address=reminder.receiver.email,
            receiver_id=reminder.receiver_id,
            asked_at=reminder.marked_at,
            marked_at=reminder.marked_at,
            sent_at=reminder.sent_at,
        )
        for reminder in reminders
    )


def to_reminders(apps, schema_editor):
    reminder = apps.get_model("contacts", "Reminder")
    letters = apps.get_model("trust", "Letter").objects.filter(kind=KIND)
    reminder.objects.bulk_create(
        reminder(
            of_return_id=letter.thing_id,
            step=letter.step,
            receiver_id=letter.receiver_id,
            marked_at=letter.marked_at or letter.asked_at,
            sent_at=letter.sent_at,
        )
        for letter in letters.exclude(receiver=None).order_by("pk")
    )
    letters.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0002_list_answers_for_all_rows"),
        ("trust", "0002_letters"),
    ]

    operations = [
        migrations.RunPython(to_letters, to_reminders),
        migrations.DeleteModel(name="Reminder"),
    ]
