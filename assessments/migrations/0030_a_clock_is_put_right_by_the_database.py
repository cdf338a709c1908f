"""The corrected time follows from the camera's and from how far its clock was off, whichever of the two is written last:
the worker that reads the file and the person who says it do not wait for each other."""

from django.db import migrations

PUT_RIGHT = """
CREATE FUNCTION put_the_clock_right() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.clock_corrected_at := NEW.exif_taken_at - make_interval(secs => NEW.clock_ahead_s);
    RETURN NEW;
END
$$;
CREATE TRIGGER a_clock_is_put_right BEFORE INSERT OR UPDATE OF exif_taken_at, clock_ahead_s, clock_corrected_at
ON assessments_photo FOR EACH ROW EXECUTE FUNCTION put_the_clock_right();
UPDATE assessments_photo SET clock_ahead_s = clock_ahead_s WHERE clock_ahead_s IS NOT NULL;
"""
LEAVE = """
DROP TRIGGER a_clock_is_put_right ON assessments_photo;
DROP FUNCTION put_the_clock_right();
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0029_statements_say_who_in_several_languages")]
    operations = [migrations.RunSQL(PUT_RIGHT, LEAVE)]
