-- What came in: the last days that have articles
SELECT
    CAST(coalesce(a.published_at, a.first_seen_at) AS DATE) AS day,
    count(*) AS articles,
    count(DISTINCT coalesce(a.outlet, a.outlet_inferred, split_part(a.url, '/', 3))) AS outlets,
    coalesce(sum(e.claims), 0)::BIGINT AS claims
FROM articles AS a
LEFT JOIN (
    SELECT version_id, claims FROM ledger.extractions WHERE "current"
) AS e USING (version_id)
GROUP BY ALL
ORDER BY day DESC
LIMIT 21;
