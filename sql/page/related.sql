-- Claims linked to one claim
SELECT l.relation, l.why, c.claim_id, c.source, c.cue, c.content, c.outlet, c.published_at
FROM links AS l
JOIN claims AS c ON c.claim_id = CASE l.claim_id WHEN $claim_id THEN l.other_id ELSE l.claim_id END
WHERE $claim_id IN (l.claim_id, l.other_id)
ORDER BY l.relation, c.published_at, c.claim_id;
