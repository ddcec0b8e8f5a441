-- Records that a stage could not take, and why.
CREATE OR REPLACE VIEW failures AS
SELECT id AS failure_id, stage, subject, error, message, failed_at, record_id, batch_id
FROM ledger.failures;
