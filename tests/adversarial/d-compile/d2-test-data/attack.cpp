// id: D2
// attack: asks the compiler whether a file with test data can be seen from where it compiles
// walls: mount
// control: the same source compiled on the host says that it can
// effect: the compiler says that the file is there
// verdict: CE
#if __has_include("@CANARY@")
#error SEEN
#else
#error NOT_THERE
#endif
int main() {}
