-- How does South Korea's intelligence service speak, and where?
SELECT source, claims, outlets, stances, quoted, hedged
FROM source_profile('intelligence service');
