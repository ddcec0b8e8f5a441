-- A merged segment takes the place of those of its tier. `getvariable`: segment, tier.
CREATE OR REPLACE TEMP TABLE ending AS
SELECT max("last") AS slot FROM ledger.segments WHERE tier = getvariable('tier');

DELETE FROM ledger.words
WHERE segment IN (SELECT segment FROM ledger.segments WHERE tier = getvariable('tier'));
DELETE FROM ledger.segments WHERE tier = getvariable('tier');
INSERT INTO ledger.segments SELECT getvariable('segment'), getvariable('tier') + 1, slot FROM ending;
