-- Polls from before a moment, but for the latest of each feed: it is the state of the feed.
-- `getvariable`: before.
CREATE OR REPLACE TEMP TABLE forget_polls AS
SELECT batch_id, id
FROM ledger.polls
QUALIFY
    polled_at < max(polled_at) OVER (PARTITION BY feed_id)
    AND polled_at < getvariable('before');
