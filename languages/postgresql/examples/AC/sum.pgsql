-- Adds the numbers that it reads.
CREATE TABLE input (line text);
\copy input FROM pstdin

SELECT sum(word::bigint)
FROM input, regexp_split_to_table(trim(line), '\s+') AS word;
