-- Links: pairs of claims that bear on each other; `contradicts` is a candidate, not a verdict.
CREATE OR REPLACE VIEW links AS
SELECT id AS link_id, claim_id, other_id, relation, score, why
FROM ledger.links
WHERE current;
