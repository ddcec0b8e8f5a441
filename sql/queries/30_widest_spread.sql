-- For which counted things are the figures furthest apart, and who gave them?
SELECT
    lower(n.counted) AS counted,
    min(n.low) AS least,
    arg_min(c.source, n.low) AS according_to,
    max(n.high) AS most,
    arg_max(c.source, n.high) AS and_to
FROM claim_numbers AS n
JOIN claims AS c USING (claim_id)
WHERE c.latest AND n.counted IS NOT NULL
GROUP BY counted
HAVING least < most
ORDER BY most / greatest(1, least) DESC, counted
LIMIT 10;
