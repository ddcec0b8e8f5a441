-- Who reports what somebody else said?
SELECT
    outer_claim.source AS source,
    inner_claim.source AS said_by,
    inner_claim.cue,
    inner_claim.content
FROM claims AS inner_claim
JOIN claims AS outer_claim ON outer_claim.claim_id = inner_claim.nested_in
WHERE inner_claim.latest
ORDER BY ALL;
