// id: D4
// attack: has the compiler instantiate templates without end
// walls: cgroup
// control: the same source compiled on the host is still being compiled after a second, or has taken all that it may
// effect: a compiler that is alive after the limits of the compile stage
// verdict: CE
template <unsigned long A, unsigned long B> struct Bomb {
  static constexpr unsigned long value = Bomb<A - 1, B * 2>::value + Bomb<A - 1, B * 2 + 1>::value;
};
template <unsigned long B> struct Bomb<0, B> {
  static constexpr unsigned long value = 1;
};
int main() { return Bomb<60, 1>::value == 1; }
