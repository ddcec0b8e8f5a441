-- Numbers in claims, as intervals: low or high is null where there is no bound.
CREATE OR REPLACE VIEW claim_numbers AS
SELECT claim_id, n.text, n.low, n.high, n.approximate, n.unit, n.counted, n.start, n."end"
FROM (SELECT claim_id, unnest(numbers) AS n FROM claims);
