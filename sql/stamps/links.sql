-- A link is current while both of its claims are.
CREATE OR REPLACE TEMP TABLE suspects AS
SELECT claim_id AS id FROM ledger.links WHERE batch_id IN (FROM loading)
UNION
SELECT other_id FROM ledger.links WHERE batch_id IN (FROM loading)
UNION
SELECT id FROM ledger.claims WHERE version_id IN (FROM stale_versions)
UNION
FROM touched_claims;

CREATE OR REPLACE TEMP TABLE gone AS
SELECT id
FROM (
    SELECT id FROM ledger.claims WHERE version IS NULL
    UNION
    FROM touched_claims
)
SEMI JOIN suspects USING (id);

DELETE FROM gone
WHERE id IN (SELECT id FROM ledger.claims WHERE version IS NOT NULL AND id IN (FROM gone));

UPDATE ledger.links
SET current = claim_id NOT IN (FROM gone) AND other_id NOT IN (FROM gone)
WHERE
    (claim_id IN (FROM suspects) OR other_id IN (FROM suspects))
    AND current IS DISTINCT FROM (claim_id NOT IN (FROM gone) AND other_id NOT IN (FROM gone));
