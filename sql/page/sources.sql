-- Who was heard most in the last fortnight that has claims
SELECT
    source_name AS source,
    count(*) AS claims,
    count(*) FILTER (stance IN ('denies', 'doubts')) AS denials,
    count(DISTINCT coalesce(outlet, split_part(url, '/', 3))) AS outlets
FROM claims
WHERE latest AND source_name IS NOT NULL AND published_at >= (
    SELECT max(published_at) - INTERVAL 14 DAY FROM claims
    WHERE published_at <= now() AT TIME ZONE 'UTC'
)
GROUP BY source_name
ORDER BY claims DESC, source
LIMIT 12;
