-- Articles: every version of every article: its words, and what is known about them and from where.
CREATE OR REPLACE VIEW articles AS
SELECT
    article_id,
    version,
    latest,
    id AS version_id,
    url,
    outlet,
    outlet_inferred,
    title,
    kicker,
    authors,
    agencies,
    section,
    published_at,
    published_precision,
    published_offset,
    published_from,
    updated_at,
    updated_from,
    language,
    lead,
    text,
    words,
    seen_at AS first_seen_at,
    headings,
    candidates,
    boilerplate,
    document_id,
    feed_id,
    cleaner_version,
    slot
FROM ledger.articles
WHERE version IS NOT NULL;

COMMENT ON VIEW articles IS 'Every version of every article: its words, and what is known about them and from where.';
COMMENT ON COLUMN articles.article_id IS 'One for all versions of an article';
COMMENT ON COLUMN articles.version IS '1 for the first that was seen, then 2 …';
COMMENT ON COLUMN articles.latest IS 'No later version was seen';
COMMENT ON COLUMN articles.version_id IS 'One for this version';
COMMENT ON COLUMN articles.url IS 'Canonical address; file: for a saved document';
COMMENT ON COLUMN articles.outlet IS 'Who published it, if the feed, the page or the text says so';
COMMENT ON COLUMN articles.outlet_inferred IS 'A guess where nothing says so; its evidence is among the candidates';
COMMENT ON COLUMN articles.title IS 'Headline';
COMMENT ON COLUMN articles.kicker IS 'The few words above the headline';
COMMENT ON COLUMN articles.authors IS 'Names of the authors';
COMMENT ON COLUMN articles.agencies IS 'News agencies named as the origin';
COMMENT ON COLUMN articles.section IS 'Part of the outlet, as the page names it';
COMMENT ON COLUMN articles.published_at IS 'When it was published, UTC; where the zone is unknown, as written';
COMMENT ON COLUMN articles.published_precision IS 'How exact published_at is: second, minute, hour, day, month, year';
COMMENT ON COLUMN articles.published_offset IS 'Minutes east of UTC of the time as written; null: zone unknown';
COMMENT ON COLUMN articles.published_from IS 'Where published_at stood; null: the document does not say';
COMMENT ON COLUMN articles.updated_at IS 'When the outlet says it last changed it, UTC';
COMMENT ON COLUMN articles.updated_from IS 'Where updated_at stood';
COMMENT ON COLUMN articles.language IS 'Detected language of the text';
COMMENT ON COLUMN articles.lead IS 'Standfirst; also the first lines of the text';
COMMENT ON COLUMN articles."text" IS 'The words; offsets of claims count its characters from 0. Empty if a rule let them go';
COMMENT ON COLUMN articles.words IS 'How many words';
COMMENT ON COLUMN articles.first_seen_at IS 'When this version was first fetched, UTC';
COMMENT ON COLUMN articles.headings IS 'Where title and sub-headings stand in the text';
COMMENT ON COLUMN articles.candidates IS 'Every value met for title, author, date …, and where it stood';
COMMENT ON COLUMN articles.boilerplate IS 'Lines that were taken out';
COMMENT ON COLUMN articles.document_id IS 'The fetched body this was made from: ledger.documents';
COMMENT ON COLUMN articles.feed_id IS 'The feed that listed it';
COMMENT ON COLUMN articles.cleaner_version IS 'Which version of the clean stage made it; behind a + the lesson on the boilerplate of its host';
COMMENT ON COLUMN articles.slot IS 'Number of this row in the order they came; the index of words goes by it';
