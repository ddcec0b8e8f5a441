-- Articles as they are stored: the record, its batch, and its slot among all.
SELECT
    * EXCLUDE (file, nth),
    greatest(
        (SELECT coalesce(max(slot), 0) FROM ledger.articles),
        (SELECT coalesce(max("last"), 0) FROM ledger.segments)
    ) + row_number() OVER () AS slot
FROM made
