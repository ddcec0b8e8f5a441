-- Pairs of claims that cannot both hold, one of them of the last fortnight that has claims
WITH recent AS (
    SELECT claim_id, published_at FROM claims
    WHERE published_at >= (
        SELECT max(published_at) - INTERVAL 14 DAY FROM claims
        WHERE published_at <= now() AT TIME ZONE 'UTC'
    )
),
pairs AS (
    SELECT l.claim_id, l.other_id, l.score, l.why
    FROM links AS l
    JOIN recent ON recent.claim_id = l.claim_id
    WHERE l.relation = 'contradicts'
    ORDER BY recent.published_at DESC, l.score DESC, l.claim_id, l.other_id
    LIMIT 12
),
sides AS (
    SELECT claim_id, source, content, outlet, published_at
    FROM claims
    SEMI JOIN (  -- as in the macro disputed: so only the vectors that hold these are read
        SELECT unnest(often(claim_id)) AS claim_id
        FROM (SELECT claim_id FROM pairs UNION SELECT other_id FROM pairs)
        WHERE claim_id <> ''
    ) USING (claim_id)
)
SELECT p.why, p.score, a.claim_id AS one, b.claim_id AS other,
    a.source AS one_source, a.content AS one_content, a.outlet AS one_outlet,
    b.source AS other_source, b.content AS other_content, b.outlet AS other_outlet
FROM pairs AS p
JOIN sides AS a ON a.claim_id = p.claim_id
JOIN sides AS b ON b.claim_id = p.other_id
ORDER BY greatest(a.published_at, b.published_at) DESC, p.score DESC, one, other;
