"""What was withdrawn before files knew of it opens no ground either."""

from django.db import migrations

TELL = """
UPDATE assessments_storedfile SET is_gone = true FROM assessments_document
WHERE assessments_document.id = assessments_storedfile.id AND assessments_document.withdrawn_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0016_a_certificate_taken_back_opens_nothing")]
    operations = [migrations.RunSQL(TELL, migrations.RunSQL.noop)]
