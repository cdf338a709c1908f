-- What was touched after a position, in the order of the ledger: position, kind, id, site.
SELECT position, kind, subject_id, site_id
FROM assessments_ledgerrow
WHERE position > %(position)s AND position <= %(last)s AND kind = ANY(%(kinds)s)
    AND (%(sites)s::uuid[] IS NULL OR site_id = ANY(%(sites)s::uuid[]) OR kind = ANY(%(everywhere)s))
ORDER BY position
LIMIT %(limit)s
