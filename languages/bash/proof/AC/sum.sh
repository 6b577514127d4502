read -r n
read -ra numbers
sum=0
for number in "${numbers[@]:0:n}"; do
  (( sum += number ))
done
echo "$sum"
