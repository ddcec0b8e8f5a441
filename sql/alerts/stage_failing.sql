-- More than a third of what a stage took in the last day failed, of at least ten.
WITH failed AS (
    SELECT stage, count(*) AS failures
    FROM ledger.failures
    WHERE failed_at >= $now - INTERVAL 1 DAY
    GROUP BY stage
),
made AS (
    SELECT 'fetch' AS stage, count(*) AS records
    FROM ledger.documents WHERE fetched_at >= $now - INTERVAL 1 DAY
    UNION ALL
    SELECT 'clean', count(*) FROM ledger.articles WHERE seen_at >= $now - INTERVAL 1 DAY
    UNION ALL
    SELECT 'extract', count(*)
    FROM ledger.extractions AS e
    JOIN ledger.articles AS a ON a.id = e.version_id
    WHERE a.seen_at >= $now - INTERVAL 1 DAY
)
SELECT stage AS thing, failures || ' failures beside ' || records || ' records' AS what
FROM failed JOIN made USING (stage)
WHERE failures + records >= 10 AND failures * 2 > records
ORDER BY thing;
