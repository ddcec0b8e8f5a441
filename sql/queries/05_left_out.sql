-- Which sources that others quote does each outlet leave out?
WITH said AS (
    SELECT DISTINCT outlet, source_name AS source
    FROM claims
    WHERE latest AND source_name IS NOT NULL
),
wide AS (
    SELECT source, count(*) AS outlets FROM said GROUP BY source HAVING count(*) >= 2
)
SELECT outlets.outlet, string_agg(wide.source, ', ' ORDER BY wide.source) AS left_out
FROM (SELECT DISTINCT outlet FROM said) AS outlets
CROSS JOIN wide
WHERE NOT EXISTS (
    FROM said WHERE said.outlet IS NOT DISTINCT FROM outlets.outlet AND said.source = wide.source
)
GROUP BY outlets.outlet
ORDER BY outlets.outlet;
