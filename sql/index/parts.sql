-- From which word on each part of a tier begins that is merged at once: parameters: tier, slots of a part.
SELECT min(word)
FROM (
    SELECT word, sum(len(slots)) OVER (ORDER BY word) // $slots AS part
    FROM ledger.words
    WHERE segment IN (SELECT segment FROM ledger.segments WHERE tier = $tier)
)
GROUP BY part
ORDER BY part
