-- Which events do the claims date, and to which days?
SELECT d.first, d.last, d.text, coalesce(c.source_name, c.source_text) AS source, c.content
FROM claim_dates AS d
JOIN claims AS c USING (claim_id)
WHERE c.latest AND d.role = 'event'
ORDER BY d.first, d.last, source, c.content;
