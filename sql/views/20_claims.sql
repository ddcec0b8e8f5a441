-- Claims: who said what, as the newest extraction of each article version gives them.
CREATE OR REPLACE VIEW claims AS
WITH newest AS (
    SELECT e.version_id, e.extractor_version
    FROM ledger.extractions AS e
    JOIN ledger.batches USING (batch_id)
    QUALIFY row_number() OVER (PARTITION BY e.version_id ORDER BY started_at DESC, e.batch_id DESC) = 1
)
SELECT
    c.id AS claim_id,
    c.article_id,
    a.version,
    coalesce(a.outlet, a.outlet_inferred) AS outlet,
    a.url,
    a.published_at,
    c.said_on,
    c.source_text,
    c.sources[1].name AS source_name,
    c.sources[1].role AS source_role,
    c.sources[1].organization AS source_org,
    c.sources[1].type AS source_type,
    coalesce(c.sources[1].anonymous, false) AS is_anonymous,
    c.via,
    c.cue,
    c.content,
    c.kind,
    c.stance,
    c.hedged,
    c.negated,
    c.implicit,
    c.nested_in,
    c.sentence,
    c.source_start,
    c.source_end,
    c.cue_start,
    c.cue_end,
    c.content_parts,
    c.sources,
    c.confidence,
    c.extractor_version,
    c.version_id,
    c.numbers,
    c.times
FROM ledger.claims AS c
JOIN newest USING (version_id, extractor_version)
JOIN articles AS a USING (version_id);
