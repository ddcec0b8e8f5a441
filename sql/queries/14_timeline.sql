-- On which days was how much said about North Korean troops?
SELECT since, claims, sources, outlets, denials
FROM claim_timeline('north korean', 'day');
