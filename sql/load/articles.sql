-- Articles as they are stored: the record, its batch, and its slot among all.
SELECT made.*, getvariable('batch') AS batch_id, nextval('ledger.slots') AS slot
FROM made
