-- Who reports what somebody else said?
SELECT
    coalesce(outer_claim.source_name, outer_claim.source_text) AS source,
    coalesce(inner_claim.source_name, inner_claim.source_text) AS said_by,
    inner_claim.cue,
    inner_claim.content
FROM claims AS inner_claim
JOIN claims AS outer_claim ON outer_claim.claim_id = inner_claim.nested_in
WHERE inner_claim.latest
ORDER BY ALL;
