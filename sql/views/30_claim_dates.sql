-- Claim dates: times in claims, as intervals of days.
CREATE OR REPLACE VIEW claim_dates AS
SELECT
    claim_id,
    t.text,
    t.first,
    t.last,
    t.role,
    t.start,
    t."end"
FROM (SELECT claim_id, unnest(times) AS t FROM claims WHERE len(times) > 0);

COMMENT ON VIEW claim_dates IS 'Times in claims, as intervals of days.';
COMMENT ON COLUMN claim_dates.claim_id IS 'The claim; see claims';
COMMENT ON COLUMN claim_dates."text" IS 'The words of the time';
COMMENT ON COLUMN claim_dates."first" IS 'First day it may mean';
COMMENT ON COLUMN claim_dates."last" IS 'Last day it may mean';
COMMENT ON COLUMN claim_dates.role IS 'said: when it was said; event: when what is told happens';
COMMENT ON COLUMN claim_dates."start" IS 'Where it begins in the text of the article, from 0';
COMMENT ON COLUMN claim_dates."end" IS 'Where it ends, exclusive';
