-- Claims that others repeat or support
SELECT c.claim_id, c.source_name, c.source_text, c.cue, c.content, c.outlet, count(*) AS times
FROM (
    SELECT claim_id FROM links WHERE relation IN ('repeats', 'supports')
    UNION ALL
    SELECT other_id FROM links WHERE relation IN ('repeats', 'supports')
) AS l
JOIN claims AS c USING (claim_id)
GROUP BY ALL
ORDER BY times DESC, c.claim_id
LIMIT 12;
