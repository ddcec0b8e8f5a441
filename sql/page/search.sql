-- Claims with these words in their sentence or source, best first; what a source says alike, once
SELECT
    min_by(c.claim_id, (c.published_at, c.claim_id)) AS claim_id,
    c.source,
    any_value(c.cue) AS cue,
    any_value(c.content) AS content,
    c.stance,
    min_by(c.outlet, (c.published_at, c.claim_id)) AS outlet,
    min(c.day) AS day,
    count(DISTINCT c.article_id) AS articles
FROM (FROM search_claims($q) LIMIT 200) AS found
JOIN claims AS c USING (claim_id)
GROUP BY c.source, lower(c.content), c.stance
ORDER BY max(found.rank) DESC, day DESC, claim_id
LIMIT 50;
