-- The first source of a claim is kept once: as the columns that the stamps made of it, null where there is
-- none (`is_anonymous`, too); behind it only further sources. The words that name it are kept where they are
-- not its name. 16 bytes a claim.
CREATE TABLE ledger.claims_once (
    id VARCHAR USING COMPRESSION uncompressed NOT NULL,
    version_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    source_text VARCHAR GENERATED ALWAYS AS (
        coalesce(source_words, CASE WHEN source_start IS NOT NULL THEN source_name END)
    ),
    source_start BIGINT,
    source_end BIGINT,
    cue VARCHAR,
    cue_start BIGINT,
    cue_end BIGINT,
    content VARCHAR NOT NULL,
    content_parts STRUCT("start" BIGINT, "end" BIGINT)[] NOT NULL,
    sources STRUCT("name" VARCHAR, "role" VARCHAR, organization VARCHAR, country VARCHAR, "type" VARCHAR, anonymous BOOLEAN)[] GENERATED ALWAYS AS (
        CASE
            WHEN is_anonymous IS NULL THEN []
            ELSE list_prepend(
                {
                    'name': source_name,
                    'role': source_role,
                    'organization': source_org,
                    'country': source_country,
                    'type': source_type,
                    'anonymous': is_anonymous
                },
                other_sources
            )
        END
    ),
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
    sentence_tail VARCHAR,
    source_words VARCHAR,
    source_country VARCHAR,
    other_sources STRUCT("name" VARCHAR, "role" VARCHAR, organization VARCHAR, country VARCHAR, "type" VARCHAR, anonymous BOOLEAN)[]
);

-- (A lake has no generated columns, so `sentence` is not there to be left out by name.)
INSERT INTO ledger.claims_once BY NAME
SELECT
    COLUMNS(c -> c NOT IN ('sentence', 'sources', 'source_text', 'is_anonymous')),
    CASE
        WHEN source_text IS DISTINCT FROM CASE WHEN source_start IS NOT NULL THEN source_name END
        THEN source_text
    END AS source_words,
    sources[1].country AS source_country,
    sources[1].anonymous AS is_anonymous,
    CASE WHEN len(sources) > 1 THEN sources[2:] END AS other_sources
FROM ledger.claims;

DROP TABLE ledger.claims;
ALTER TABLE ledger.claims_once RENAME TO claims;
