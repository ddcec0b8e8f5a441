-- What is expected or warned of, and by whom?
SELECT stance, source, content
FROM claims
WHERE latest AND stance IN ('warns', 'expects')
ORDER BY stance, source, content;
