-- The feeds, those that need a look first
SELECT
    CASE WHEN f.kind = 'folder' THEN 'folder' ELSE h.health END AS health,
    f.url, f.outlet, f.polled_at, f.entries, f.missed, f.note, count(*) OVER () AS feeds
FROM feed_health() AS h
JOIN feeds AS f USING (feed_id)
ORDER BY health IN ('well', 'folder'), health, f.url
LIMIT 20;
