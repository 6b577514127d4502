NR == 1 { count = $1 }
NR == 2 { for (i = 1; i <= count; i++) sum += $i }
END { printf "%d\n", sum }
