-- The ledger: one append-only table per record, what the pipeline saw and did. Times are UTC.
-- Analysts read the views of schema main.
-- No primary keys: an index over random ids makes loads 13 times slower; the loader keeps ids unique.
-- Each table has the fields of its record, then `batch_id`, then the loader's stamps: what the views
-- need to know about the row without a join or a window (docs/decisions/0006).

CREATE SCHEMA ledger;

CREATE TABLE ledger.batches (
    batch_id VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL,
    loaded_at TIMESTAMP NOT NULL
);

CREATE TABLE ledger.loads (
    batch_id VARCHAR NOT NULL,
    file VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    "table" VARCHAR NOT NULL,
    rows BIGINT NOT NULL,
    added BIGINT NOT NULL
);

CREATE TABLE ledger.feeds (
    id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    outlet VARCHAR,
    language VARCHAR,
    batch_id VARCHAR NOT NULL
);

CREATE TABLE ledger.polls (
    id VARCHAR NOT NULL,
    feed_id VARCHAR NOT NULL,
    polled_at TIMESTAMP NOT NULL,
    status VARCHAR NOT NULL,
    http_status BIGINT,
    note VARCHAR,
    etag VARCHAR,
    last_modified VARCHAR,
    seen BIGINT NOT NULL,
    new BIGINT NOT NULL,
    missed BIGINT NOT NULL,
    newest_at TIMESTAMP,
    oldest_at TIMESTAMP,
    failures BIGINT NOT NULL,
    moved_to VARCHAR,
    interval_s BIGINT,
    next_due_at TIMESTAMP,
    url VARCHAR,
    identity VARCHAR NOT NULL,
    trusted BOOLEAN NOT NULL,
    turnover_s BIGINT,
    batch_id VARCHAR NOT NULL
);

CREATE TABLE ledger.entries (
    id VARCHAR NOT NULL,
    feed_id VARCHAR NOT NULL,
    guid VARCHAR,
    url VARCHAR NOT NULL,
    canonical_url VARCHAR,
    title VARCHAR,
    authors VARCHAR[] NOT NULL,
    summary VARCHAR,
    published_at TIMESTAMP,
    published_offset BIGINT,
    updated_at TIMESTAMP,
    seen_at TIMESTAMP NOT NULL,
    outlet VARCHAR,
    language VARCHAR,
    media VARCHAR[] NOT NULL,
    note VARCHAR,
    batch_id VARCHAR NOT NULL
);

CREATE TABLE ledger.documents (
    id VARCHAR NOT NULL,
    entry_id VARCHAR NOT NULL,
    feed_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    final_url VARCHAR NOT NULL,
    canonical_url VARCHAR,
    redirects VARCHAR[] NOT NULL,
    status BIGINT NOT NULL,
    content_type VARCHAR,
    fetched_at TIMESTAMP NOT NULL,
    sha256 VARCHAR NOT NULL,
    size BIGINT NOT NULL,
    archive_key VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL,
    verdict_why VARCHAR,
    outlet VARCHAR,
    language VARCHAR,
    listed_title VARCHAR,
    listed_authors VARCHAR[] NOT NULL,
    listed_summary VARCHAR,
    listed_at TIMESTAMP,
    listed_offset BIGINT,
    batch_id VARCHAR NOT NULL
);

CREATE TABLE ledger.articles (
    id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    feed_id VARCHAR NOT NULL,
    url VARCHAR,
    outlet VARCHAR,
    outlet_inferred VARCHAR,
    title VARCHAR,
    kicker VARCHAR,
    authors VARCHAR[] NOT NULL,
    agencies VARCHAR[] NOT NULL,
    section VARCHAR,
    published_at TIMESTAMP,
    published_offset BIGINT,
    published_precision VARCHAR,
    published_from VARCHAR,
    updated_at TIMESTAMP,
    updated_offset BIGINT,
    updated_from VARCHAR,
    candidates STRUCT(field VARCHAR, "value" VARCHAR, origin VARCHAR)[] NOT NULL,
    language VARCHAR,
    language_declared VARCHAR,
    lead VARCHAR,
    text VARCHAR NOT NULL,
    headings STRUCT("start" BIGINT, "end" BIGINT)[] NOT NULL,
    text_hash VARCHAR NOT NULL,
    words BIGINT NOT NULL,
    signature BIGINT[] NOT NULL,
    boilerplate VARCHAR[] NOT NULL,
    seen_at TIMESTAMP NOT NULL,
    cleaner_version VARCHAR NOT NULL,
    batch_id VARCHAR NOT NULL,
    version BIGINT,
    latest BOOLEAN
);

CREATE TABLE ledger.extractions (
    id VARCHAR NOT NULL,
    version_id VARCHAR NOT NULL,
    extractor_version VARCHAR NOT NULL,
    claims BIGINT NOT NULL,
    skipped VARCHAR,
    batch_id VARCHAR NOT NULL,
    current BOOLEAN
);

CREATE TABLE ledger.claims (
    id VARCHAR NOT NULL,
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
    is_anonymous BOOLEAN
);

CREATE TABLE ledger.links (
    id VARCHAR NOT NULL,
    claim_id VARCHAR NOT NULL,
    other_id VARCHAR NOT NULL,
    relation VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    why VARCHAR NOT NULL,
    batch_id VARCHAR NOT NULL,
    current BOOLEAN
);

CREATE TABLE ledger.failures (
    id VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    record_id VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    error VARCHAR NOT NULL,
    message VARCHAR NOT NULL,
    failed_at TIMESTAMP NOT NULL,
    batch_id VARCHAR NOT NULL
);
