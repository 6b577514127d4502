source lib/greet.sh

greet "$@"
cat data.txt
