-- The ledger holds as many rows of a batch as its load entered.
WITH entered AS (
    SELECT batch_id, "table", sum(added) AS rows FROM checked_loads GROUP BY ALL
),
held AS (
    SELECT batch_id, 'feeds' AS "table", count(*) AS rows FROM checked_feeds GROUP BY ALL
    UNION ALL SELECT batch_id, 'polls', count(*) FROM checked_polls GROUP BY ALL
    UNION ALL SELECT batch_id, 'entries', count(*) FROM checked_entries GROUP BY ALL
    UNION ALL SELECT batch_id, 'documents', count(*) FROM checked_documents GROUP BY ALL
    UNION ALL SELECT batch_id, 'articles', count(*) FROM checked_articles GROUP BY ALL
    UNION ALL SELECT batch_id, 'boilerplate', count(*) FROM checked_boilerplate GROUP BY ALL
    UNION ALL SELECT batch_id, 'extractions', count(*) FROM checked_extractions GROUP BY ALL
    UNION ALL SELECT batch_id, 'claims', count(*) FROM checked_claims GROUP BY ALL
    UNION ALL SELECT batch_id, 'links', count(*) FROM checked_links GROUP BY ALL
    UNION ALL SELECT batch_id, 'failures', count(*) FROM checked_failures GROUP BY ALL
)
SELECT batch_id, "table", entered.rows AS entered, held.rows AS held
FROM entered
FULL JOIN held USING (batch_id, "table")
WHERE coalesce(entered.rows, 0) <> coalesce(held.rows, 0);
