echo "line ends"
if true; then
  echo "of another system"
fi
