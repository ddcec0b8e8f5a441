-- The segments of one tier become one of the next. `getvariable`: segment, tier.
CREATE OR REPLACE TEMP TABLE merged AS
SELECT field, word, flatten(list(slots ORDER BY segment)) AS slots
FROM ledger.words
WHERE segment IN (SELECT segment FROM ledger.segments WHERE tier = getvariable('tier'))
GROUP BY field, word
ORDER BY word, field;

CREATE OR REPLACE TEMP TABLE ending AS
SELECT max("last") AS slot FROM ledger.segments WHERE tier = getvariable('tier');

DELETE FROM ledger.words
WHERE segment IN (SELECT segment FROM ledger.segments WHERE tier = getvariable('tier'));
DELETE FROM ledger.segments WHERE tier = getvariable('tier');
INSERT INTO ledger.words SELECT getvariable('segment'), field, word, slots FROM merged;
INSERT INTO ledger.segments SELECT getvariable('segment'), getvariable('tier') + 1, slot FROM ending;
