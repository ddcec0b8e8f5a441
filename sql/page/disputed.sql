-- Pairs of claims that cannot both hold, the surest first
SELECT l.why, l.score, a.claim_id AS one, b.claim_id AS other,
    a.source_name AS one_source, a.content AS one_content, a.outlet AS one_outlet,
    b.source_name AS other_source, b.content AS other_content, b.outlet AS other_outlet
FROM links AS l
JOIN claims AS a ON a.claim_id = l.claim_id
JOIN claims AS b ON b.claim_id = l.other_id
WHERE l.relation = 'contradicts'
ORDER BY greatest(a.published_at, b.published_at) DESC NULLS LAST, l.score DESC, l.link_id
LIMIT 12;
