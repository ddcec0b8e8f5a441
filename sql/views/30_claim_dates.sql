-- Times in claims, as intervals of days; role tells when it was said from when the event is.
CREATE OR REPLACE VIEW claim_dates AS
SELECT claim_id, t.text, t.first, t.last, t.role, t.start, t."end"
FROM (SELECT claim_id, unnest(times) AS t FROM claims);
