-- What is stored
SELECT 'articles' AS stored, count(*) AS n FROM articles
UNION ALL SELECT 'claims', count(*) FROM claims
UNION ALL SELECT 'links', count(*) FROM links
UNION ALL SELECT 'failures', count(*) FROM failures
UNION ALL SELECT 'batches', count(*) FROM ledger.batches;
