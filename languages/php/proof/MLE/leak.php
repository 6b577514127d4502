<?php
$blocks = [];
while (true) $blocks[] = str_repeat(chr(count($blocks) % 256), 1 << 20);
