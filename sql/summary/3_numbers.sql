-- Numbers that disagree: the same thing counted, by whom, on which day
SELECT
    n.counted,
    n.text AS figure,
    coalesce(c.source_name, c.source_text, c.outlet) AS "according to",
    coalesce(strftime(c.said_on, '%Y-%m-%d'), strftime(c.published_at, '%Y-%m-%d')) AS "on"
FROM links AS l
JOIN claims AS c ON c.claim_id IN (l.claim_id, l.other_id)
JOIN claim_numbers AS n ON n.claim_id = c.claim_id
WHERE l.relation = 'contradicts'
    AND c.version_id IN (SELECT id FROM ledger.articles WHERE batch_id = $batch)
GROUP BY ALL
ORDER BY n.counted, min(n.low), "on"
LIMIT 20;
