<?php
$count = (int) fgets(STDIN);
echo array_sum(array_slice(array_map('intval', explode(' ', trim(fgets(STDIN)))), 0, $count)), "\n";
