"""Until now a photograph was taken to show nobody unless somebody said otherwise. What nobody described is asked about,
and stays with the site's team until then (field practice 22); a verifier's decision on its readers stands."""

from django.db import migrations

ASK = """
UPDATE assessments_photo AS photo SET people = 'not_stated'
WHERE people = 'none' AND audience = 'undecided' AND NOT EXISTS (
    SELECT FROM assessments_historyentry
    WHERE subject_kind = 'photo' AND subject_id = photo.id AND verb = 'evidence.photo.described'
)
"""
TAKE_FOR_NOBODY = "UPDATE assessments_photo SET people = 'none' WHERE people = 'not_stated'"


class Migration(migrations.Migration):
    dependencies = [("assessments", "0026_photographs_as_people_know_them")]
    operations = [migrations.RunSQL(ASK, TAKE_FOR_NOBODY)]
