-- Entries seen or published in [first, end) whose page was never asked for.
SELECT stored.* EXCLUDE (batch_id)
FROM entries
JOIN ledger.entries AS stored ON stored.id = entry_id
WHERE state = 'waiting' AND (
        stored.seen_at >= $first AND stored.seen_at < $end
        OR stored.published_at >= $first AND stored.published_at < $end
    )
    AND entry_id NOT IN (SELECT entry_id FROM ledger.documents)
ORDER BY id
