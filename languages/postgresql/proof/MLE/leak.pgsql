SELECT length(string_agg(repeat(i::text, 100000), '')) FROM generate_series(1, 1000000) AS i;
