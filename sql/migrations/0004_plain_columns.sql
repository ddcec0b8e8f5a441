-- Contents of claims, and ids that are looked up, lie in the file as they are. Questions read a few of
-- them here and there, and a compressed vector of 2,048 must be unpacked for one: 0.12 ms for contents
-- against 0.03, 0.09 for ids against 0.03. Writing them takes a third of the CPU; they cost 90 bytes a
-- claim more.
CREATE TABLE ledger.claims_plain (
    id VARCHAR USING COMPRESSION uncompressed NOT NULL,
    version_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    source_text VARCHAR,
    source_start BIGINT,
    source_end BIGINT,
    cue VARCHAR,
    cue_start BIGINT,
    cue_end BIGINT,
    content VARCHAR USING COMPRESSION uncompressed NOT NULL,
    content_parts STRUCT("start" BIGINT, "end" BIGINT)[] NOT NULL,
    sources STRUCT("name" VARCHAR, "role" VARCHAR, organization VARCHAR, country VARCHAR, "type" VARCHAR, anonymous BOOLEAN)[] NOT NULL,
    via VARCHAR,
    stance VARCHAR NOT NULL,
    hedged BOOLEAN NOT NULL,
    negated BOOLEAN NOT NULL,
    implicit BOOLEAN NOT NULL,
    nested_in VARCHAR,
    numbers STRUCT("text" VARCHAR, "start" BIGINT, "end" BIGINT, low DOUBLE, high DOUBLE, approximate BOOLEAN, unit VARCHAR, counted VARCHAR)[] NOT NULL,
    times STRUCT("text" VARCHAR, "start" BIGINT, "end" BIGINT, "role" VARCHAR, "first" DATE, "last" DATE)[] NOT NULL,
    said_on DATE,
    sentence VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    extractor_version VARCHAR NOT NULL,
    batch_id VARCHAR NOT NULL,
    version BIGINT,
    latest BOOLEAN,
    published_at TIMESTAMP,
    outlet VARCHAR,
    url VARCHAR,
    source_name VARCHAR,
    source_role VARCHAR,
    source_org VARCHAR,
    source_type VARCHAR,
    is_anonymous BOOLEAN,
    slot BIGINT
);

INSERT INTO ledger.claims_plain BY NAME SELECT * FROM ledger.claims;
DROP TABLE ledger.claims;
ALTER TABLE ledger.claims_plain RENAME TO claims;

CREATE TABLE ledger.links_plain (
    id VARCHAR USING COMPRESSION uncompressed NOT NULL,
    claim_id VARCHAR USING COMPRESSION uncompressed NOT NULL,
    other_id VARCHAR USING COMPRESSION uncompressed NOT NULL,
    relation VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    why VARCHAR NOT NULL,
    batch_id VARCHAR NOT NULL,
    current BOOLEAN
);

INSERT INTO ledger.links_plain BY NAME SELECT * FROM ledger.links;
DROP TABLE ledger.links;
ALTER TABLE ledger.links_plain RENAME TO links;
