-- Which claims should a person look at first?
SELECT confidence, source_text, cue, content
FROM claims
WHERE latest
ORDER BY confidence, claim_id
LIMIT 5;
