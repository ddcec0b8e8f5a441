-- Where source, cue and content end follows from where they begin and from their words: kept is what does
-- not, and of a content in several parts all parts. 7 bytes a claim.
CREATE TABLE ledger.claims_brief (
    id VARCHAR USING COMPRESSION uncompressed NOT NULL,
    version_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    source_text VARCHAR GENERATED ALWAYS AS (
        coalesce(source_words, CASE WHEN source_start IS NOT NULL THEN source_name END)
    ),
    source_start BIGINT,
    source_end BIGINT GENERATED ALWAYS AS (
        coalesce(source_stop, source_start + length(coalesce(source_words, source_name)))
    ),
    cue VARCHAR,
    cue_start BIGINT,
    cue_end BIGINT GENERATED ALWAYS AS (
        coalesce(cue_stop, cue_start + length(cue))
    ),
    content VARCHAR NOT NULL,
    content_parts STRUCT("start" BIGINT, "end" BIGINT)[] GENERATED ALWAYS AS (
        coalesce(parts, [{'start': content_start, 'end': content_start + length(content)}])
    ),
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
    source_stop BIGINT,
    cue_stop BIGINT,
    content_start BIGINT,
    parts STRUCT("start" BIGINT, "end" BIGINT)[],
    other_sources STRUCT("name" VARCHAR, "role" VARCHAR, organization VARCHAR, country VARCHAR, "type" VARCHAR, anonymous BOOLEAN)[]
);

INSERT INTO ledger.claims_brief BY NAME
SELECT
    COLUMNS(c -> c NOT IN (
        'sentence', 'sources', 'source_text', 'source_end', 'cue_end', 'content_parts'
    )),
    CASE
        WHEN source_end IS DISTINCT FROM source_start + length(coalesce(source_words, source_name))
        THEN source_end
    END AS source_stop,
    CASE WHEN cue_end IS DISTINCT FROM cue_start + length(cue) THEN cue_end END AS cue_stop,
    content_parts[1].start AS content_start,
    CASE
        WHEN content_parts <> [
            {'start': content_parts[1].start, 'end': content_parts[1].start + length(content)}
        ]
        THEN content_parts
    END AS parts
FROM ledger.claims;

DROP TABLE ledger.claims;
ALTER TABLE ledger.claims_brief RENAME TO claims;
