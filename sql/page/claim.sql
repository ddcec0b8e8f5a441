-- One claim with the text it stands in
SELECT c.*, a.title, a.text, a.published_from, a.authors
FROM claims AS c
JOIN articles AS a USING (version_id)
WHERE c.claim_id = $claim_id;
