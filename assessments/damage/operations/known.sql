-- What a batch of creations is judged by: the reports that exist already, and the sites of the monuments named.
SELECT true, r.id, r.created_with, NULL::uuid FROM assessments_damagereport r WHERE r.id = ANY(%(reports)s::uuid[])
UNION ALL
SELECT false, m.id, NULL, m.site_id FROM assessments_monument m WHERE m.id = ANY(%(monuments)s::uuid[])
