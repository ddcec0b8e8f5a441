-- Articles as they are stored: the record, its batch, and its slot among all.
SELECT * EXCLUDE (file, nth), nextval('ledger.slots') AS slot
FROM made
