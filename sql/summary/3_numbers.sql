-- Numbers that disagree: the same thing counted, by whom, on which day
SELECT
    n.counted,
    n.text AS figure,
    coalesce(c.source_name, c.source_text, c.outlet) AS "according to",
    coalesce(strftime(c.said_on, '%Y-%m-%d'), strftime(c.published_at, '%Y-%m-%d')) AS "on"
FROM (
    SELECT unnest([claim_id, other_id]) AS claim_id, why
    FROM links
    WHERE relation = 'contradicts'
) AS disputed
JOIN claims AS c USING (claim_id)
JOIN claim_numbers AS n ON n.claim_id = c.claim_id AND contains(disputed.why, n.text)
WHERE c.version_id IN (SELECT id FROM ledger.articles WHERE batch_id = $batch)
GROUP BY ALL
ORDER BY n.counted, min(n.low), "on"
LIMIT 20;
