-- Links: pairs of claims that bear on each other.
CREATE OR REPLACE VIEW links AS
SELECT
    id AS link_id,
    claim_id,
    other_id,
    relation,
    score,
    why
FROM ledger.links
WHERE current;

COMMENT ON VIEW links IS 'Pairs of claims that bear on each other.';
COMMENT ON COLUMN links.link_id IS 'One for the pair and relation';
COMMENT ON COLUMN links.claim_id IS 'The claim with the smaller id';
COMMENT ON COLUMN links.other_id IS 'The other claim';
COMMENT ON COLUMN links.relation IS 'repeats, supports, contradicts, updates; contradicts is a candidate, not a verdict';
COMMENT ON COLUMN links.score IS '0 to 1';
COMMENT ON COLUMN links.why IS 'What the two have in common, or cannot both hold';
