-- Who speaks in which role for whom?
SELECT DISTINCT source_name AS source, source_role AS role, source_org AS organization
FROM claims
WHERE source_role IS NOT NULL
ORDER BY ALL;
