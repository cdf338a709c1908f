"""Until now a photograph was taken to show nobody unless somebody said otherwise. Where nobody has ever changed that, it
is asked about, and the photograph stays with the site's team until then (field practice 22); a verifier's decision on
its readers stands."""

from django.db import migrations

ASK = """
UPDATE assessments_photo AS photo SET people = 'not_stated'
WHERE people = 'none' AND audience = 'undecided' AND NOT EXISTS (
    SELECT FROM assessments_historyentry
    WHERE subject_kind = 'photo' AND subject_id = photo.id AND verb = 'evidence.photo.described'
        AND (position('"change:people"'::bytea IN canonical) > 0 OR position('"change:consent"'::bytea IN canonical) > 0)
)
"""
TAKE_FOR_NOBODY = "UPDATE assessments_photo SET people = 'none' WHERE people = 'not_stated'"


class Migration(migrations.Migration):
    dependencies = [("assessments", "0026_photographs_as_people_know_them")]
    operations = [migrations.RunSQL(ASK, TAKE_FOR_NOBODY)]
