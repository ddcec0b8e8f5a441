-- Claims as they are stored: the record, its batch, and the stamps of its article and extraction. A claim
-- comes with its extraction: those of an extraction that an earlier batch has are left out.
SELECT
    made.* EXCLUDE (
        file, nth, sentence, sources, source_text, source_end, cue_end, content_parts
    ),
    split_part(sentence, content, 1) AS sentence_head,
    CASE
        WHEN contains(sentence, content)
        THEN substr(sentence, length(split_part(sentence, content, 1)) + length(content) + 1)
    END AS sentence_tail,
    CASE WHEN extraction.current THEN article.version END AS version,
    extraction.current AND article.latest AS latest,
    article.published_at,
    coalesce(article.outlet, article.outlet_inferred) AS outlet,
    article.url,
    article.slot,
    CASE
        WHEN source_text IS DISTINCT FROM CASE WHEN source_start IS NOT NULL THEN sources[1].name END
        THEN source_text
    END AS source_words,
    CASE
        WHEN source_end IS DISTINCT FROM source_start + length(source_text)
        THEN source_end
    END AS source_stop,
    CASE WHEN cue_end IS DISTINCT FROM cue_start + length(cue) THEN cue_end END AS cue_stop,
    content_parts[1].start AS content_start,
    CASE
        WHEN content_parts <> [
            {'start': content_parts[1].start, 'end': content_parts[1].start + length(content)}
        ]
        THEN content_parts
    END AS parts,
    sources[1].name AS source_name,
    sources[1].role AS source_role,
    sources[1].organization AS source_org,
    sources[1].country AS source_country,
    sources[1].type AS source_type,
    sources[1].anonymous AS is_anonymous,
    CASE WHEN len(sources) > 1 THEN sources[2:] END AS other_sources
FROM made
LEFT JOIN loading_extractions AS extraction USING (version_id, extractor_version)
LEFT JOIN loading_articles AS article ON article.id = made.version_id
WHERE made.batch_id = coalesce(extraction.batch_id, made.batch_id)
