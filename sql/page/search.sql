-- Claims with these words in their content or source
SELECT claim_id, source_name, source_text, cue, content, stance, outlet, said_on, published_at
FROM claims
WHERE contains(strip_accents(lower(concat_ws(' ', source_name, source_text, content))), strip_accents(lower($q)))
ORDER BY published_at DESC NULLS LAST, claim_id
LIMIT 50;
