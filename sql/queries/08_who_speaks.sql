-- Who is quoted most, and in how many outlets?
SELECT
    source,
    count(*) AS claims,
    count(DISTINCT outlet) AS outlets,
    count(*) FILTER (kind <> 'indirect') AS in_quotes
FROM claims
WHERE latest AND source_name IS NOT NULL
GROUP BY source
ORDER BY claims DESC, source
LIMIT 10;
