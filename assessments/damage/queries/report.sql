-- Reports as the nested documents that `ReportOut` describes, one a row: (id, version, document as bytes).
-- %(me)s is the reader; %(gate_sites)s the sites on which they read what the gate answered, null for all (A8).
-- The objects in braces are written by `statements.py`, field by field.
WITH r AS MATERIALIZED (
    SELECT r.*, coalesce(
        r.author_id = %(me)s OR r.entered_by_id = %(me)s
        OR %(gate_sites)s::uuid[] IS NULL OR r.site_id = ANY(%(gate_sites)s::uuid[]), false
    ) AS sees_gate
    FROM assessments_damagereport r
    WHERE {which}
),
found AS (
    SELECT f.report_id, {findings} AS findings
    FROM r JOIN assessments_finding f ON f.report_id = r.id
    GROUP BY f.report_id
),
threats AS (
    SELECT f.report_id, {factors} AS factors
    FROM r JOIN assessments_factor f ON f.report_id = r.id
    GROUP BY f.report_id
),
pictures AS (
    SELECT link.report_id, {photos} AS photos, count(DISTINCT link.photo_id) AS named,
        count(DISTINCT link.photo_id) FILTER (WHERE photo.state <> 'registered') AS arrived,
        count(DISTINCT link.photo_id) FILTER (WHERE photo.state = 'ready') AS ready
    FROM r
    JOIN assessments_reportphoto link ON link.report_id = r.id
    JOIN assessments_photo photo ON photo.id = link.photo_id
    GROUP BY link.report_id
)
SELECT r.id, r.version, convert_to({report}, 'UTF8')
FROM r
LEFT JOIN found ON found.report_id = r.id
LEFT JOIN threats ON threats.report_id = r.id
LEFT JOIN pictures ON pictures.report_id = r.id
ORDER BY r.id
