-- What became of everything that each feed listed, and does it add up?
SELECT
    f.url,
    sum(listed)::BIGINT AS listed,
    sum(stored)::BIGINT AS stored,
    sum(duplicate)::BIGINT AS duplicate,
    sum(rejected)::BIGINT AS rejected,
    sum(failed)::BIGINT AS failed,
    sum(gave_up)::BIGINT AS gave_up,
    sum(waiting)::BIGINT AS waiting,
    bool_and(balances) AS balances
FROM balance
JOIN feeds AS f USING (feed_id)
GROUP BY f.url
ORDER BY f.url;
