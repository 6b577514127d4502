CREATE TABLE input (line TEXT);
.import /dev/stdin input
WITH RECURSIVE
  counted (count) AS (SELECT CAST(line AS INTEGER) FROM input WHERE rowid = 1),
  parts (position, word, rest) AS (
    SELECT 0, '', line || ' ' FROM input WHERE rowid = 2
    UNION ALL
    SELECT position + 1, substr(rest, 1, instr(rest, ' ') - 1), substr(rest, instr(rest, ' ') + 1) FROM parts WHERE rest <> ''
  )
SELECT sum(CAST(word AS INTEGER)) FROM parts, counted WHERE position BETWEEN 1 AND count;
