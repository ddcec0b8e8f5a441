-- Which claim is repeated most widely, from source to outlets?
SELECT
    c.source,
    c.content,
    count(DISTINCT o.outlet) AS other_outlets
FROM claims AS c
JOIN (
    SELECT claim_id, other_id FROM links WHERE relation IN ('repeats', 'supports')
    UNION ALL
    SELECT other_id, claim_id FROM links WHERE relation IN ('repeats', 'supports')
) AS pairs USING (claim_id)
JOIN claims AS o ON o.claim_id = pairs.other_id AND o.article_id <> c.article_id
GROUP BY c.claim_id, c.source, c.content
ORDER BY other_outlets DESC, c.source, c.content
LIMIT 10;
