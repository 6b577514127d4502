template <int N>
struct Bomb : Bomb<N + 1>, Bomb<N + 2> {};

int main() { return sizeof(Bomb<0>); }
