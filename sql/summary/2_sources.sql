-- Who says most, and how
SELECT
    coalesce(source_name, source_text) AS source,
    count(*) AS claims,
    string_agg(DISTINCT stance, ', ' ORDER BY stance) AS stances,
    any_value(content ORDER BY confidence DESC) AS "for example"
FROM claims
WHERE version_id IN (SELECT id FROM ledger.articles WHERE batch_id = $batch)
    AND coalesce(source_name, source_text) IS NOT NULL
GROUP BY ALL
ORDER BY claims DESC, source
LIMIT 12;
