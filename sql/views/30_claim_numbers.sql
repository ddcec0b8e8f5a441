-- Claim numbers: numbers in claims, as intervals.
CREATE OR REPLACE VIEW claim_numbers AS
SELECT
    claim_id,
    n.text,
    n.low,
    n.high,
    n.approximate,
    n.unit,
    n.counted,
    n.start,
    n."end"
FROM (SELECT claim_id, unnest(numbers) AS n FROM claims WHERE len(numbers) > 0);

COMMENT ON VIEW claim_numbers IS 'Numbers in claims, as intervals.';
COMMENT ON COLUMN claim_numbers.claim_id IS 'The claim; see claims';
COMMENT ON COLUMN claim_numbers."text" IS 'The words of the number';
COMMENT ON COLUMN claim_numbers.low IS 'Lower bound; null: none';
COMMENT ON COLUMN claim_numbers.high IS 'Upper bound; null: none';
COMMENT ON COLUMN claim_numbers.approximate IS 'The text says about, some, nearly …';
COMMENT ON COLUMN claim_numbers.unit IS 'Unit, e.g. %, USD, km';
COMMENT ON COLUMN claim_numbers.counted IS 'The counted thing';
COMMENT ON COLUMN claim_numbers."start" IS 'Where it begins in the text of the article, from 0';
COMMENT ON COLUMN claim_numbers."end" IS 'Where it ends, exclusive';
