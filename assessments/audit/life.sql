-- The epoch of this database, the last position of its ledger, whether entries wait for a position.
SELECT (SELECT one.id FROM assessments_epoch one ORDER BY one.begun_at DESC, one.id DESC LIMIT 1),
    coalesce((SELECT max(position) FROM assessments_ledgerrow), 0), EXISTS (SELECT 1 FROM assessments_pending)
