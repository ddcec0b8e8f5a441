-- How did the number of North Korean troops move, by day and source?
SELECT
    day,
    source,
    n.text AS figure,
    n.low,
    n.high,
    outlet
FROM claims
JOIN claim_numbers AS n USING (claim_id)
WHERE latest AND regexp_matches(lower(n.counted), 'troop|soldier|personnel|force')
    AND coalesce(n.low, n.high) >= 100
ORDER BY day, n.low, source, outlet;
