greet() {
  printf "hello %s\n" "$@"
}
