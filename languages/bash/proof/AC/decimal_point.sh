# The environment's locale has a point, not a comma, whatever the host's has; text is UTF-8.
while read -r word; do
  if number=$(printf '%.2f' "$word" 2> /dev/null); then echo "$number"; else echo 'not a number'; fi
done
date -d @0 '+%H:%M %Z'
word=Größe
echo "${#word}"
