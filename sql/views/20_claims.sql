-- Claims: who said what: one row for each attribution in each article version.
CREATE OR REPLACE VIEW claims AS
SELECT
    id AS claim_id,
    article_id,
    version,
    outlet,
    url,
    published_at,
    said_on,
    coalesce(said_on, published_at::DATE) AS day,
    coalesce(source_name, source_words) AS source,
    source_text,
    source_name,
    source_role,
    source_org,
    source_type,
    coalesce(is_anonymous, false) AS is_anonymous,
    via,
    cue,
    content,
    kind,
    stance,
    hedged,
    negated,
    implicit,
    nested_in,
    sentence,
    source_start,
    source_end,
    cue_start,
    cue_end,
    content_parts,
    sources,
    confidence,
    latest,
    extractor_version,
    version_id,
    numbers,
    times,
    slot
FROM ledger.claims
WHERE version IS NOT NULL;

COMMENT ON VIEW claims IS 'Who said what: one row for each attribution in each article version.';
COMMENT ON COLUMN claims.claim_id IS 'One for these words at this slot of this version';
COMMENT ON COLUMN claims.article_id IS 'The article; see articles';
COMMENT ON COLUMN claims.version IS 'The version of the article';
COMMENT ON COLUMN claims.outlet IS 'Who published it, inferred if nothing says so';
COMMENT ON COLUMN claims.url IS 'Address of the article';
COMMENT ON COLUMN claims.published_at IS 'When the article was published, UTC';
COMMENT ON COLUMN claims.said_on IS 'Day on which it was said, if the text tells';
COMMENT ON COLUMN claims.day IS 'Day on which it was said, else published';
COMMENT ON COLUMN claims.source IS 'Name of the source, else the words that name it';
COMMENT ON COLUMN claims.source_text IS 'The words that name the source; null: none does';
COMMENT ON COLUMN claims.source_name IS 'Name of the first source, resolved within the article';
COMMENT ON COLUMN claims.source_role IS 'Its role, e.g. spokesperson';
COMMENT ON COLUMN claims.source_org IS 'The organisation it speaks for';
COMMENT ON COLUMN claims.source_type IS 'person, organization, government, agency, outlet, document, group, anonymous';
COMMENT ON COLUMN claims.is_anonymous IS 'The source is not named to the reader';
COMMENT ON COLUMN claims.via IS 'Who carried it, e.g. a news agency';
COMMENT ON COLUMN claims.cue IS 'The words that tell that something is said: said, according to …';
COMMENT ON COLUMN claims.content IS 'What is said; parts joined by …';
COMMENT ON COLUMN claims.kind IS 'direct: quoted; indirect: reworded; mixed: both';
COMMENT ON COLUMN claims.stance IS 'What the source does with it: asserts, confirms, denies, doubts, warns, expects, demands, asks, offers, other';
COMMENT ON COLUMN claims.hedged IS 'Said with reserve: reportedly, may';
COMMENT ON COLUMN claims.negated IS 'The saying itself is negated: did not say';
COMMENT ON COLUMN claims.implicit IS 'Goes on with a source without repeating the cue';
COMMENT ON COLUMN claims.nested_in IS 'The claim whose content holds this one';
COMMENT ON COLUMN claims.sentence IS 'The sentence or sentences it stands in';
COMMENT ON COLUMN claims.source_start IS 'Where source_text begins in the text of the article, from 0';
COMMENT ON COLUMN claims.source_end IS 'Where it ends, exclusive';
COMMENT ON COLUMN claims.cue_start IS 'Where the cue begins';
COMMENT ON COLUMN claims.cue_end IS 'Where it ends, exclusive';
COMMENT ON COLUMN claims.content_parts IS 'Where the parts of the content begin and end';
COMMENT ON COLUMN claims.sources IS 'All sources with name, role, organization, country, type, anonymous';
COMMENT ON COLUMN claims.confidence IS '0 to 1; of claims given 0.9, nine in ten are right';
COMMENT ON COLUMN claims.latest IS 'It stands in the latest version of its article';
COMMENT ON COLUMN claims.extractor_version IS 'Which version of the extract stage found it';
COMMENT ON COLUMN claims.version_id IS 'The article version; see articles';
COMMENT ON COLUMN claims.numbers IS 'Numbers in the content; see claim_numbers';
COMMENT ON COLUMN claims.times IS 'Times in the content; see claim_dates';
COMMENT ON COLUMN claims.slot IS 'That of its article version; see articles';
