CREATE TABLE input (position serial, line text);
\copy input (line) from pstdin
SELECT sum(word::bigint)
FROM input, LATERAL unnest((string_to_array(line, ' '))[: (SELECT line::int FROM input WHERE position = 1)]) AS word
WHERE position = 2;
