-- An outlet's articles give less than a third of the claims that they used to.
WITH counted AS (
    SELECT a.outlet, a.first_seen_at >= $now - INTERVAL 1 DAY AS today, e.claims
    FROM articles AS a
    JOIN ledger.extractions AS e USING (version_id)
    WHERE e.current AND e.skipped IS NULL AND a.first_seen_at >= $now - INTERVAL 31 DAY
),
means AS (
    SELECT outlet,
        avg(claims) FILTER (today) AS now, count(*) FILTER (today) AS articles,
        avg(claims) FILTER (NOT today) AS before, count(*) FILTER (NOT today) AS earlier
    FROM counted
    GROUP BY outlet
)
SELECT outlet AS thing, format('{:.1f} claims an article, {:.1f} before', now, before) AS what
FROM means
WHERE articles >= 5 AND earlier >= 20 AND now * 3 < before AND outlet IS NOT NULL
ORDER BY thing;
