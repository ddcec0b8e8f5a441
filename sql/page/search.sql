-- Claims with these words in their sentence or source, best first
SELECT c.claim_id, c.source, c.cue, c.content, c.stance, c.outlet, c.day
FROM (FROM search_claims($q) LIMIT 50) AS found
JOIN claims AS c USING (claim_id)
ORDER BY found.rank DESC, c.day DESC, c.claim_id;
