-- Failures from before a moment, but for those that say why a page is not stored: they decide whether
-- it is asked for again. `getvariable`: before.
CREATE OR REPLACE TEMP TABLE forget_failures AS
WITH reasons AS (
    SELECT 'fetch' AS stage, entry_id AS record_id FROM entries WHERE state IN ('failed', 'gave up')
    UNION ALL
    SELECT 'clean', documents.id
    FROM ledger.documents AS documents
    JOIN entries USING (entry_id)
    WHERE state = 'rejected'
)
SELECT batch_id, id
FROM ledger.failures
ANTI JOIN reasons USING (stage, record_id)
WHERE failed_at < getvariable('before');
