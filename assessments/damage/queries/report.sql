-- Reports as the nested documents that `ReportOut` describes, one a row: (id, version, document as bytes).
-- %(me)s is the reader; %(gate_sites)s the sites on which they read what the gate answered, null for all (A8).
SELECT r.id, r.version, convert_to(row_to_json(told)::text, 'UTF8')
FROM assessments_damagereport r
CROSS JOIN LATERAL (
    SELECT coalesce(
        r.author_id = %(me)s OR r.entered_by_id = %(me)s
        OR %(gate_sites)s::uuid[] IS NULL OR r.site_id = ANY(%(gate_sites)s::uuid[]), false
    ) AS gate
) sees
CROSS JOIN LATERAL (
    SELECT count(DISTINCT link.photo_id) AS named,
        count(DISTINCT link.photo_id) FILTER (WHERE photo.state <> 'registered') AS arrived,
        count(DISTINCT link.photo_id) FILTER (WHERE photo.state = 'ready') AS ready,
        coalesce(
            json_agg(
                json_build_object('photo', link.photo_id, 'role', link.role, 'finding', link.finding_id)
                ORDER BY link.place_in_list, link.id
            ) FILTER (WHERE link.id IS NOT NULL), '[]'
        ) AS links
    FROM assessments_reportphoto link
    JOIN assessments_photo photo ON photo.id = link.photo_id
    WHERE link.report_id = r.id
) pictures
CROSS JOIN LATERAL (
    SELECT
        r.id, r.reference, r.status, r.revision, r.version, r.site_id AS site, r.monument_id AS monument,
        r.visit_id AS visit, r.method, r.stage, r.observed, r.observers, r.author_id AS author,
        r.entered_by_id AS entered_by, r.field_number, r.scope, r.seen, r.seen_parts, r.not_reached,
        r.imagery_source, r.weather, r.interventions, nullif(r.damage, '') AS damage, r.reference_state,
        nullif(r.change_reason, '') AS change_reason, nullif(r.conservation_state, '') AS conservation_state,
        nullif(r.extent, '') AS extent, nullif(r.certainty, '') AS certainty, nullif(r.posting, '') AS posting,
        r.cordon_m::text AS cordon_m, r.cordon_reason,
        CASE WHEN sees.gate THEN r.pilot_location END AS pilot_location,
        nullif(r.priority, '') AS priority, r.priority_reason,
        nullif(r.priority_computed, '') AS priority_computed, r.intervention_required, r.safety_hazards,
        r.original_fabric_share::text AS original_fabric_share, r.narrative, r.language,
        r.incident_id AS incident, r.supersedes_id AS supersedes,
        (
            SELECT coalesce(json_agg(row_to_json(one)), '[]') FROM (
                SELECT f.id, f.part_id AS part, f.part_label, f.causes, f.effects, f.stone_pattern, f.extent,
                    f.measurements, f.element, f.material, f.plan_reference, f.recommendations, f.urgent_measure,
                    f.occurred, f.note
                FROM assessments_finding f WHERE f.report_id = r.id ORDER BY f.place_in_list
            ) one
        ) AS findings,
        (
            SELECT coalesce(json_agg(row_to_json(one)), '[]') FROM (
                SELECT f.category, f.type, f.probability, f.horizon, f.assessor_id AS assessor
                FROM assessments_factor f WHERE f.report_id = r.id ORDER BY f.id
            ) one
        ) AS factors,
        pictures.links AS photos,
        json_build_object('named', pictures.named, 'arrived', pictures.arrived, 'ready', pictures.ready)
            AS photos_arrived,
        CASE WHEN sees.gate THEN r.gate END AS gate,
        CASE WHEN sees.gate THEN r.outside_released_area END AS outside_released_area,
        r.warnings, {submitted_at} AS submitted_at, {verified_at} AS verified_at, r.verified_by_id AS verified_by,
        nullif(r.verified_on_basis, '') AS verified_on_basis, r.external_ids, {created_at} AS created_at,
        {updated_at} AS updated_at
) told
WHERE {which}
