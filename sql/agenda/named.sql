-- Entries without an article that a person names by address or id, by feed, or as `all` that failed.
SELECT stored.* EXCLUDE (batch_id)
FROM entries
JOIN ledger.entries AS stored ON stored.id = entry_id
JOIN ledger.feeds AS feeds ON feeds.id = stored.feed_id
WHERE state IN ('failed', 'gave up') AND ($named = ['all'] OR feeds.url IN $named)
    OR state NOT IN ('stored', 'duplicate') AND (entries.url IN $named OR entry_id IN $named)
ORDER BY id
