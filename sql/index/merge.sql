-- The words of the segments of one tier, from one word to before another (null: to the last), become
-- those of one segment. `getvariable`: segment, tier, from, to.
INSERT INTO ledger.words
SELECT
    getvariable('segment') AS segment,
    field,
    word,
    flatten(list(slots ORDER BY segment)) AS slots
FROM ledger.words
WHERE segment IN (SELECT segment FROM ledger.segments WHERE tier = getvariable('tier'))
    AND word >= getvariable('from')
    AND (getvariable('to') IS NULL OR word < getvariable('to')::VARCHAR)
GROUP BY field, word
ORDER BY word, field
