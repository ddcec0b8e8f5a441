-- Which claims reached the outlet through somebody else?
SELECT via, source, content, outlet
FROM claims
WHERE latest AND via IS NOT NULL
ORDER BY via, source, content;
