-- Counts the monuments of some sites for the map. Places outside the team are snapped as `queries/places.py` masks them.
WITH placed AS (
    SELECT one.site_id, (one.west + one.east) / 2 AS lon, (one.south + one.north) / 2 AS lat, one.sensitivity,
        one.whereabouts IN ('evacuated', 'missing', 'stolen', 'seized') AS is_away,
        array_position(ARRAY['none', 'slight', 'moderate', 'heavy', 'very_heavy', 'destroyed'], state.grade::text) AS grade
    FROM assessments_monument one
    LEFT JOIN assessments_conditioninterval state ON state.monument_id = one.id AND upper_inf(state.during)
    WHERE one.site_id = ANY(%(sites)s) AND one.merged_into_id IS NULL AND one.west IS NOT NULL
), seen AS (
    SELECT 0 AS audience, site_id, lon, lat, grade FROM placed
    UNION ALL
    SELECT audience, site_id, lon, lat, NULL FROM placed, unnest(ARRAY[1, 2]) audience
    WHERE sensitivity = 'open' AND NOT is_away
    UNION ALL
    SELECT audience, site_id, (floor(lon / size) + 0.5) * size, (floor(lat / size) + 0.5) * size, NULL
    FROM placed, (VALUES (1, %(registered)s::float8), (2, %(public)s::float8)) AS cell(audience, size)
    WHERE sensitivity = 'guarded' AND NOT is_away
), flat AS (
    -- Web Mercator, from 0 in the north-west to 1 in the south-east.
    SELECT audience, site_id, lon, lat, grade, (lon + 180) / 360 AS across,
        (1 - ln(tan(radians(lat)) + 1 / cos(radians(lat))) / pi()) / 2 AS down
    FROM seen WHERE abs(lat) < 85
)
INSERT INTO assessments_mapcell (
    audience, site_id, zoom, x, y, count, longitude, latitude, grade0, grade1, grade2, grade3, grade4, grade5)
SELECT audience, site_id, zoom, floor(across * (1 << zoom)), floor(down * (1 << zoom)), count(*), avg(lon), avg(lat),
    count(*) FILTER (WHERE grade = 1), count(*) FILTER (WHERE grade = 2), count(*) FILTER (WHERE grade = 3),
    count(*) FILTER (WHERE grade = 4), count(*) FILTER (WHERE grade = 5), count(*) FILTER (WHERE grade = 6)
FROM flat, unnest(%(zooms)s::int[]) zoom
GROUP BY audience, site_id, zoom, floor(across * (1 << zoom)), floor(down * (1 << zoom))
