-- How much of what each outlet reports comes from unnamed sources?
SELECT
    outlet,
    count(*) AS claims,
    count(*) FILTER (is_anonymous) AS anonymous,
    round(100 * avg(is_anonymous::INTEGER)) AS percent
FROM claims
WHERE latest
GROUP BY outlet
ORDER BY percent DESC, outlet;
