-- The feeds and their latest poll
SELECT f.url, f.kind, f.outlet, p.status, p.polled_at, p.seen, p.new, p.missed, p.note, e.entries
FROM (SELECT DISTINCT ON (id) * FROM ledger.feeds) AS f
LEFT JOIN (
    SELECT DISTINCT ON (feed_id) * FROM ledger.polls ORDER BY feed_id, polled_at DESC
) AS p ON p.feed_id = f.id
LEFT JOIN (
    SELECT feed_id, count(DISTINCT id) AS entries FROM ledger.entries GROUP BY ALL
) AS e ON e.feed_id = f.id
ORDER BY f.url
LIMIT 200;
