-- Documents whose article was published, or if undated first seen, in [first, end).
SELECT * EXCLUDE (batch_id)
FROM ledger.documents
WHERE id IN (
    SELECT document_id FROM articles
    WHERE coalesce(published_at, first_seen_at) >= $first
        AND coalesce(published_at, first_seen_at) < $end
)
ORDER BY id
