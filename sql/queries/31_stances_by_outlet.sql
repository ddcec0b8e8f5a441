-- Which stances does each outlet report?
PIVOT (SELECT outlet, stance FROM claims WHERE latest)
ON stance USING count(*)
GROUP BY outlet
ORDER BY outlet;
