-- What came in: the last days that have articles
SELECT
    CAST(coalesce(a.published_at, a.first_seen_at) AS DATE) AS day,
    count(*) AS articles,
    count(DISTINCT coalesce(a.outlet, a.outlet_inferred)) AS outlets,
    coalesce(sum(c.claims), 0)::BIGINT AS claims
FROM articles AS a
LEFT JOIN (SELECT version_id, count(*) AS claims FROM claims GROUP BY ALL) AS c USING (version_id)
GROUP BY ALL
ORDER BY day DESC
LIMIT 21;
