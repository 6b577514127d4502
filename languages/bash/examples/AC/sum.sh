# Adds the numbers that it reads.
total=0
while read -r -a numbers; do
  for number in "${numbers[@]}"; do total=$((total + number)); done
done
echo "$total"
