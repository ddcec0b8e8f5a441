-- Claims of the last fortnight that has claims that others repeat or support
WITH recent AS (
    SELECT claim_id FROM claims
    WHERE latest AND published_at >= (
        SELECT max(published_at) - INTERVAL 14 DAY FROM claims
        WHERE published_at <= now() AT TIME ZONE 'UTC'
    )
),
most AS (
    SELECT claim_id, count(*) AS times
    FROM (
        SELECT unnest([claim_id, other_id]) AS claim_id FROM links
        WHERE relation IN ('repeats', 'supports')
    )
    JOIN recent USING (claim_id)
    GROUP BY claim_id
    ORDER BY times DESC, claim_id
    LIMIT 12
)
SELECT c.claim_id, c.source, c.cue, c.content, c.outlet, m.times
FROM claims AS c
JOIN most AS m USING (claim_id)
ORDER BY m.times DESC, c.claim_id;
