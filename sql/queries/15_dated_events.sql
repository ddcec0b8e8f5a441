-- Which events do the claims date, and to which days?
SELECT d.first, d.last, d.text, c.source, c.content
FROM claim_dates AS d
JOIN claims AS c USING (claim_id)
WHERE c.latest AND d.role = 'event'
ORDER BY d.first, d.last, source, c.content;
