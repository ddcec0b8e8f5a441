-- How many days lie between what is said and its publication?
SELECT published_at::DATE - said_on AS days, count(*) AS claims
FROM claims
WHERE latest AND said_on IS NOT NULL
GROUP BY days
ORDER BY days;
