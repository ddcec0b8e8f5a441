-- A lake has no generated columns: what they tell is put together here.
SELECT
    *,
    CASE
        WHEN sentence_tail IS NULL THEN sentence_head
        ELSE sentence_head || content || sentence_tail
    END AS sentence,
    coalesce(source_words, CASE WHEN source_start IS NOT NULL THEN source_name END) AS source_text,
    coalesce(source_stop, source_start + length(coalesce(source_words, source_name))) AS source_end,
    coalesce(cue_stop, cue_start + length(cue)) AS cue_end,
    coalesce(
        parts, [{'start': content_start, 'end': content_start + length(content)}]
    ) AS content_parts,
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
    END AS sources
FROM lake.ledger.claims
