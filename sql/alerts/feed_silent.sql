-- A feed that used to bring news has brought none for three days and thrice its usual pause.
WITH news AS (
    SELECT feed_id, seen_at, seen_at - lag(seen_at) OVER (PARTITION BY feed_id ORDER BY seen_at) AS pause
    FROM (SELECT DISTINCT feed_id, seen_at FROM ledger.entries)
)
SELECT f.url AS thing, 'no new entry since ' || strftime(max(n.seen_at), '%Y-%m-%d %H:%M') AS what
FROM news AS n
JOIN feeds AS f USING (feed_id)
WHERE f.kind <> 'folder'
GROUP BY f.url
HAVING max(n.seen_at) < $now - greatest(INTERVAL 3 DAY, 3 * median(n.pause))
ORDER BY thing;
