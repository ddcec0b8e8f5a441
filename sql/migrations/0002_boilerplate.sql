-- Lines that the articles of a host repeat, one row per lesson and line (docs/decisions/0008).

CREATE TABLE ledger.boilerplate (
    id VARCHAR NOT NULL,
    lesson VARCHAR NOT NULL,
    host VARCHAR NOT NULL,
    line VARCHAR,
    pages BIGINT NOT NULL,
    days BIGINT NOT NULL,
    of_pages BIGINT NOT NULL,
    first_seen TIMESTAMP,
    last_seen TIMESTAMP,
    learned_at TIMESTAMP NOT NULL,
    batch_id VARCHAR NOT NULL
);
