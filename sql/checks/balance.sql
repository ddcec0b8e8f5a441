-- The ledger holds as many rows of a batch as its load entered.
WITH entered AS (
    SELECT batch_id, "table", sum(added) AS rows FROM ledger.loads GROUP BY ALL
),
held AS (
    SELECT batch_id, 'feeds' AS "table", count(*) AS rows FROM ledger.feeds GROUP BY ALL
    UNION ALL SELECT batch_id, 'polls', count(*) FROM ledger.polls GROUP BY ALL
    UNION ALL SELECT batch_id, 'entries', count(*) FROM ledger.entries GROUP BY ALL
    UNION ALL SELECT batch_id, 'documents', count(*) FROM ledger.documents GROUP BY ALL
    UNION ALL SELECT batch_id, 'articles', count(*) FROM ledger.articles GROUP BY ALL
    UNION ALL SELECT batch_id, 'boilerplate', count(*) FROM ledger.boilerplate GROUP BY ALL
    UNION ALL SELECT batch_id, 'extractions', count(*) FROM ledger.extractions GROUP BY ALL
    UNION ALL SELECT batch_id, 'claims', count(*) FROM ledger.claims GROUP BY ALL
    UNION ALL SELECT batch_id, 'links', count(*) FROM ledger.links GROUP BY ALL
    UNION ALL SELECT batch_id, 'failures', count(*) FROM ledger.failures GROUP BY ALL
)
SELECT batch_id, "table", entered.rows AS entered, held.rows AS held
FROM entered
FULL JOIN held USING (batch_id, "table")
WHERE
    coalesce(entered.rows, 0) <> coalesce(held.rows, 0)
    AND (getvariable('batches') IS NULL OR batch_id IN (SELECT unnest(getvariable('batches'))));
