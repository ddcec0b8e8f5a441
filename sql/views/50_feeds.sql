-- Feeds: every feed with the state its latest poll left it in.
CREATE OR REPLACE VIEW feeds AS
SELECT
    feeds.id AS feed_id,
    feeds.url,
    feeds.kind,
    feeds.outlet,
    feeds.language,
    latest.poll.polled_at AS polled_at,
    latest.poll.status AS status,
    latest.poll.http_status AS http_status,
    latest.poll.note AS note,
    latest.poll.failures AS failures,
    latest.poll.moved_to AS moved_to,
    latest.poll.newest_at AS newest_at,
    latest.poll.next_due_at AS next_due_at,
    latest.polls,
    latest.entries,
    latest.missed
FROM ledger.feeds AS feeds
LEFT JOIN (
    SELECT
        feed_id,
        arg_max(polls, polled_at) AS poll,
        count(*) AS polls,
        sum(new) AS entries,
        sum(missed) AS missed
    FROM ledger.polls AS polls
    GROUP BY feed_id
) AS latest ON latest.feed_id = feeds.id;

COMMENT ON VIEW feeds IS 'Every feed with the state its latest poll left it in.';
COMMENT ON COLUMN feeds.feed_id IS 'One for the address and kind';
COMMENT ON COLUMN feeds.url IS 'Address; for a folder its path';
COMMENT ON COLUMN feeds.kind IS 'rss, jsonfeed, sitemap, folder';
COMMENT ON COLUMN feeds.outlet IS 'Who publishes it';
COMMENT ON COLUMN feeds.language IS 'Language the settings declare';
COMMENT ON COLUMN feeds.polled_at IS 'Latest poll, UTC; null: never';
COMMENT ON COLUMN feeds.status IS 'How it went: ok, unchanged, temporary, soft, hard, gone';
COMMENT ON COLUMN feeds.http_status IS 'What the server answered';
COMMENT ON COLUMN feeds.note IS 'What went wrong or was noticed';
COMMENT ON COLUMN feeds.failures IS 'Weight of the failures in a row';
COMMENT ON COLUMN feeds.moved_to IS 'Where the feed says it has gone for good';
COMMENT ON COLUMN feeds.newest_at IS 'Time of the newest entry it listed';
COMMENT ON COLUMN feeds.next_due_at IS 'When it is polled next';
COMMENT ON COLUMN feeds.polls IS 'How often it was polled';
COMMENT ON COLUMN feeds.entries IS 'How many new entries it gave';
COMMENT ON COLUMN feeds.missed IS 'Estimate of entries that came and went between polls';
