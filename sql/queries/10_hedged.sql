-- Which claims are reported with reserve?
SELECT outlet, cue, source_text, content
FROM claims
WHERE latest AND hedged
ORDER BY outlet, claim_id
LIMIT 10;
