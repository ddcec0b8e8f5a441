-- Which claims rest on one anonymous source?
SELECT outlet, source_text, content
FROM claims
WHERE latest AND is_anonymous
    AND claim_id NOT IN (SELECT claim_id FROM links WHERE relation IN ('repeats', 'supports'))
    AND claim_id NOT IN (SELECT other_id FROM links WHERE relation IN ('repeats', 'supports'))
ORDER BY outlet, source_start;
