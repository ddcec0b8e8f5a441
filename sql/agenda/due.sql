-- Entries seen or published in [first, end) whose page may be tried again now, with its failures.
SELECT stored.* EXCLUDE (batch_id), tries
FROM entries
JOIN ledger.entries AS stored ON stored.id = entry_id
WHERE next_try_at <= $now AND (
        stored.seen_at >= $first AND stored.seen_at < $end
        OR stored.published_at >= $first AND stored.published_at < $end
    )
ORDER BY id
