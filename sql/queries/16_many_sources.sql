-- Which article gives most sources a say?
SELECT
    outlet,
    count(DISTINCT source) AS sources,
    count(*) AS claims
FROM claims
WHERE latest
GROUP BY outlet, article_id
ORDER BY sources DESC, claims DESC, outlet;
