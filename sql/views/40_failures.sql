-- Failures: records that a stage could not take, and why.
CREATE OR REPLACE VIEW failures AS
SELECT
    id AS failure_id,
    stage,
    subject,
    error,
    message,
    failed_at,
    record_id,
    batch_id
FROM ledger.failures;

COMMENT ON VIEW failures IS 'Records that a stage could not take, and why.';
COMMENT ON COLUMN failures.failure_id IS 'One for the record, stage and error';
COMMENT ON COLUMN failures.stage IS 'The stage that could not take it';
COMMENT ON COLUMN failures.subject IS 'The address or file it is about';
COMMENT ON COLUMN failures.error IS 'Kind of error';
COMMENT ON COLUMN failures.message IS 'What is wrong and what to do';
COMMENT ON COLUMN failures.failed_at IS 'When, UTC';
COMMENT ON COLUMN failures.record_id IS 'The record';
COMMENT ON COLUMN failures.batch_id IS 'The batch';
