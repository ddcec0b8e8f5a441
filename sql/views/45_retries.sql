-- Retries: after which pauses a page that failed is asked for again, by kind of error.
CREATE OR REPLACE VIEW retries AS
FROM (
    VALUES
    (
        'Unreachable',
        [
            INTERVAL 1 HOUR, INTERVAL 6 HOUR, INTERVAL 1 DAY, INTERVAL 2 DAY, INTERVAL 4 DAY,
            INTERVAL 8 DAY
        ]
    ),
    (
        'Unavailable',
        [
            INTERVAL 1 HOUR, INTERVAL 6 HOUR, INTERVAL 1 DAY, INTERVAL 2 DAY, INTERVAL 4 DAY,
            INTERVAL 8 DAY
        ]
    ),
    ('Refused', [INTERVAL 1 DAY, INTERVAL 7 DAY])
) AS rules (error, pauses);

COMMENT ON VIEW retries IS 'After which pauses a page that failed is asked for again, by kind of error.';
COMMENT ON COLUMN retries.error IS 'Kind of error; what is not listed is not tried again';
COMMENT ON COLUMN retries.pauses IS 'The pause after each failure; when there is none left, it is given up';
