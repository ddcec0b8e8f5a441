-- A sentence is kept as what stands around the content in it, or, where the content does not stand there
-- as one, whole as its head: its words are in the file once less, 70 bytes a claim. Contents are
-- compressed again. Ids stay plain, as they are looked up.
CREATE TABLE ledger.claims_around (
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
    content VARCHAR NOT NULL,
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
    sentence VARCHAR GENERATED ALWAYS AS (
        CASE
            WHEN sentence_tail IS NULL THEN sentence_head
            ELSE sentence_head || content || sentence_tail
        END
    ),
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
    slot BIGINT,
    sentence_head VARCHAR NOT NULL,
    sentence_tail VARCHAR
);

INSERT INTO ledger.claims_around BY NAME
SELECT
    * EXCLUDE (sentence),
    split_part(sentence, content, 1) AS sentence_head,
    CASE
        WHEN contains(sentence, content)
        THEN substr(sentence, length(split_part(sentence, content, 1)) + length(content) + 1)
    END AS sentence_tail
FROM ledger.claims;

DROP TABLE ledger.claims;
ALTER TABLE ledger.claims_around RENAME TO claims;

-- The index of words tells titles, texts and names of sources apart, so that a search ranks by it. The
-- next load makes it anew.
DELETE FROM ledger.segments;
DROP TABLE ledger.words;
CREATE TABLE ledger.words (
    segment BIGINT NOT NULL,
    field VARCHAR NOT NULL,
    word VARCHAR NOT NULL,
    slots INTEGER[] NOT NULL
);
