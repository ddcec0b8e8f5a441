-- The latest poll of a feed failed.
SELECT url AS thing, concat_ws(': ', status, note) AS what
FROM feeds
WHERE status NOT IN ('ok', 'unchanged') AND $now IS NOT NULL
ORDER BY thing;
