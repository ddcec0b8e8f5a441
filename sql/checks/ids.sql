-- No two rows of a table have the same key.
WITH keys AS (
    SELECT 'polls' AS "table", id AS key, '' AS rest, batch_id FROM ledger.polls
    UNION ALL SELECT 'entries', id, '', batch_id FROM ledger.entries
    UNION ALL SELECT 'documents', id, '', batch_id FROM ledger.documents
    UNION ALL SELECT 'articles', id, document_id || cleaner_version, batch_id FROM ledger.articles
    UNION ALL SELECT 'boilerplate', id, '', batch_id FROM ledger.boilerplate
    UNION ALL SELECT 'extractions', id, '', batch_id FROM ledger.extractions
    UNION ALL SELECT 'claims', id, extractor_version, batch_id FROM ledger.claims
    UNION ALL SELECT 'links', id, '', batch_id FROM ledger.links
    UNION ALL SELECT 'failures', id, '', batch_id FROM ledger.failures
)
SELECT "table", key, count(*) AS times
FROM keys
WHERE getvariable('batches') IS NULL OR batch_id IN (SELECT unnest(getvariable('batches')))
GROUP BY "table", key, rest
HAVING count(*) > 1;
