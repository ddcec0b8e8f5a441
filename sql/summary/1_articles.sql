-- Articles, and where each date comes from
SELECT
    coalesce(outlet, outlet_inferred || ' ?') AS outlet,
    title,
    CASE published_precision
        WHEN 'day' THEN strftime(published_at, '%Y-%m-%d')
        ELSE strftime(published_at, '%Y-%m-%d %H:%M')
    END AS published,
    published_from AS "from",
    (SELECT count(*) FROM claims AS c WHERE c.version_id = a.version_id) AS claims
FROM articles AS a
WHERE version_id IN (SELECT id FROM ledger.articles WHERE batch_id = $batch)
ORDER BY published_at NULLS LAST, title
LIMIT 20;
