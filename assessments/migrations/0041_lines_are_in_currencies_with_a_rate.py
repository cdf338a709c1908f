"""No total can be worked out of a line in a currency for which its plan has no exchange rate: neither may be written so."""

from django.db import migrations

REQUIRE = """
CREATE FUNCTION has_a_rate_for(plan assessments_plan, currency text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT plan.currency = $2 OR plan.exchange_rates @> jsonb_build_array(jsonb_build_object('currency', $2))
$$;
CREATE FUNCTION require_a_rate_for_the_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM assessments_workpackage AS package JOIN assessments_plan AS plan ON plan.id = package.plan_id
         WHERE package.id = NEW.package_id AND has_a_rate_for(plan, NEW.currency)
    ) THEN
        RAISE EXCEPTION 'the plan has no exchange rate for %', NEW.currency USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION require_a_rate_for_each_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM assessments_workpackage AS package JOIN assessments_estimateline AS line ON line.package_id = package.id
         WHERE package.plan_id = NEW.id AND NOT has_a_rate_for(NEW, line.currency)
    ) THEN
        RAISE EXCEPTION 'lines of the plan are in a currency without an exchange rate' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER lines_are_in_currencies_with_a_rate AFTER INSERT OR UPDATE OF currency, package_id
ON assessments_estimateline FOR EACH ROW EXECUTE FUNCTION require_a_rate_for_the_line();
CREATE TRIGGER rates_stay_while_lines_need_them AFTER UPDATE OF currency, exchange_rates
ON assessments_plan FOR EACH ROW WHEN (
    OLD.currency <> NEW.currency OR OLD.exchange_rates <> NEW.exchange_rates
) EXECUTE FUNCTION require_a_rate_for_each_line();
"""
LEAVE = """
DROP TRIGGER rates_stay_while_lines_need_them ON assessments_plan;
DROP TRIGGER lines_are_in_currencies_with_a_rate ON assessments_estimateline;
DROP FUNCTION require_a_rate_for_each_line();
DROP FUNCTION require_a_rate_for_the_line();
DROP FUNCTION has_a_rate_for(assessments_plan, text);
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0040_estimates_state_their_rules")]
    operations = [migrations.RunSQL(REQUIRE, LEAVE)]
