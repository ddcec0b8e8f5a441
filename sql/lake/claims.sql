-- A lake has no generated columns: the sentence is put together here.
SELECT
    *,
    CASE
        WHEN sentence_tail IS NULL THEN sentence_head
        ELSE sentence_head || content || sentence_tail
    END AS sentence
FROM lake.ledger.claims
