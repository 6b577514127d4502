/*
 * id: D7
 * attack: has the compiler write messages without end
 * walls: none
 * control: the same source compiled on the host writes more than messages may have
 * effect: messages of more bytes than the stage allows
 * verdict: CE
 */
#define A(x) undeclared_name_##x ; B(x##0) B(x##1) B(x##2) B(x##3) B(x##4) B(x##5) B(x##6) B(x##7)
#define B(x) undeclared_name_##x ; C(x##0) C(x##1) C(x##2) C(x##3) C(x##4) C(x##5) C(x##6) C(x##7)
#define C(x) undeclared_name_##x ; D(x##0) D(x##1) D(x##2) D(x##3) D(x##4) D(x##5) D(x##6) D(x##7)
#define D(x) undeclared_name_##x ; E(x##0) E(x##1) E(x##2) E(x##3) E(x##4) E(x##5) E(x##6) E(x##7)
#define E(x) undeclared_name_##x ;
int main(void) { A(1) A(2) A(3) A(4) }
