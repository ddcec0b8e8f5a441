-- Words: how questions are compared with texts. Case, accents and kinds of quotes do not matter; a
-- word of the question must begin a word of the text, so `troop` finds `troops`, `ore` no `Korea`.
-- Nearly every row is thrown out by one `contains` over lower case, which costs 0.6 µs; `translate`
-- costs 3.4 µs and a regular expression made per row 1 ms, so they only see what is left.
CREATE OR REPLACE MACRO bare(t) AS lower(strip_accents(t));
COMMENT ON MACRO bare IS 'A text in lower case without accents.';

CREATE OR REPLACE MACRO plain(t) AS
    ' ' || translate(bare(t), E'"\'([{-–—/«‘’“”…\n\t', '                 ');
COMMENT ON MACRO plain IS
'A text in lower case without accents, a space before each of its words.';

CREATE OR REPLACE MACRO term(q, n) AS
    ' ' || coalesce(rtrim(string_split(trim(plain(q)), ' ')[n], '.,;:!?)]}»'), '');
COMMENT ON MACRO term IS 'The nth word of a question, plain; a space where there is none.';

CREATE OR REPLACE MACRO terms(q) AS
    CASE
        WHEN term(q, 7) <> ' ' THEN error('ask for at most 6 words, or join two questions with AND')
        ELSE
            (term(q, 1) <> ' ')::INTEGER + (term(q, 2) <> ' ')::INTEGER
            + (term(q, 3) <> ' ')::INTEGER + (term(q, 4) <> ' ')::INTEGER
            + (term(q, 5) <> ' ')::INTEGER + (term(q, 6) <> ' ')::INTEGER
    END;
COMMENT ON MACRO terms IS 'How many words a question has, at most 6.';

CREATE OR REPLACE MACRO plain_has(p, q) AS
    contains(p, term(q, 1))
    AND contains(p, term(q, 2))
    AND contains(p, term(q, 3))
    AND contains(p, term(q, 4))
    AND contains(p, term(q, 5))
    AND contains(p, term(q, 6));
COMMENT ON MACRO plain_has IS 'As has, of a text that is plain already.';

CREATE OR REPLACE MACRO has(t, q) AS
    CASE
        WHEN terms(q) = 0 THEN t IS NOT NULL
        WHEN contains(bare(t), trim(term(q, 1))) THEN CASE
            WHEN contains(bare(t), trim(term(q, 2))) THEN plain_has(plain(t), q)
            ELSE false
        END
        ELSE false
    END;
COMMENT ON MACRO has IS 'Whether a text has all words of a question, at most 6.';

CREATE OR REPLACE MACRO any_word(q) AS
    concat_ws(
        '|',
        nullif(regexp_escape(trim(term(q, 1))), ''),
        nullif(regexp_escape(trim(term(q, 2))), ''),
        nullif(regexp_escape(trim(term(q, 3))), ''),
        nullif(regexp_escape(trim(term(q, 4))), ''),
        nullif(regexp_escape(trim(term(q, 5))), ''),
        nullif(regexp_escape(trim(term(q, 6))), '')
    );
COMMENT ON MACRO any_word IS 'A regular expression for any word of a question.';

CREATE OR REPLACE MACRO plain_hits(p, q) AS
    coalesce(len(regexp_extract_all(p, ' (?:' || any_word(q) || ')')), 0);
COMMENT ON MACRO plain_hits IS 'As hits, of a text that is plain already.';

CREATE OR REPLACE MACRO hits(t, q) AS plain_hits(plain(t), q);
COMMENT ON MACRO hits IS 'How often words of a question begin a word of a text.';

CREATE OR REPLACE MACRO plain_snippet(t, p, q) AS
    regexp_replace(
        substr(t, greatest(1, strpos(p, term(q, 1)) - 60), 180),
        '(?i)(^|[\s"''(\[{–—/«‘“-])(' || any_word(q) || ')',
        '\1[\2]',
        'g'
    );
COMMENT ON MACRO plain_snippet IS 'As snippet, of a text that is plain already.';

CREATE OR REPLACE MACRO snippet(t, q) AS plain_snippet(t, plain(t), q);
COMMENT ON MACRO snippet IS 'The 180 characters around the first word, found words in brackets.';
