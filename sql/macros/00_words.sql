-- Words: how questions are compared with texts. Case, accents and kinds of quotes do not matter; a
-- word of the question must begin a word of the text, so `troop` finds `troops`, `ore` no `Korea`.
CREATE OR REPLACE MACRO plain(t) AS translate(lower(strip_accents(t)), '’‘“”–—', '''''""--');
COMMENT ON MACRO plain IS 'A text in lower case without accents, with plain quotes and dashes.';

CREATE OR REPLACE MACRO terms(q) AS
    list_distinct(regexp_extract_all(plain(q), '[\pL\pN]+(?:[.,''-][\pL\pN]+)*'));
COMMENT ON MACRO terms IS 'The words of a question, plain; 12,000 is one word.';

CREATE OR REPLACE MACRO starts_word(t, term) AS
    regexp_matches(t, '(?:^|[^\pL\pN])' || regexp_escape(term));
COMMENT ON MACRO starts_word IS 'Whether a plain text has a word that begins with a plain term.';

-- The three `contains` throw out nearly every row at a tenth of the price of the regular expression.
CREATE OR REPLACE MACRO has(t, q) AS
    contains(plain(t), coalesce(terms(q)[1], ''))
    AND contains(plain(t), coalesce(terms(q)[2], ''))
    AND contains(plain(t), coalesce(terms(q)[3], ''))
    AND CASE
        WHEN contains(plain(t), coalesce(terms(q)[1], ''))
            AND contains(plain(t), coalesce(terms(q)[2], ''))
        THEN coalesce(
            list_bool_and(list_transform(terms(q), lambda w: starts_word(plain(t), w))), true
        )
    END;
COMMENT ON MACRO has IS 'Whether a text has all words of a question.';

CREATE OR REPLACE MACRO times_in(t, term) AS
    (length(plain(t)) - length(replace(plain(t), term, ''))) // length(term);
COMMENT ON MACRO times_in IS 'How often a plain term occurs in a text.';

CREATE OR REPLACE MACRO snippet(t, q) AS
    regexp_replace(
        substr(t, greatest(1, strpos(plain(t), terms(q)[1]) - 60), 180),
        '(?i)\b(' || array_to_string(list_transform(terms(q), lambda w: regexp_escape(w)), '|') || ')',
        '[\1]',
        'g'
    );
COMMENT ON MACRO snippet IS 'The 180 characters around the first word of a question, found words in brackets.';
