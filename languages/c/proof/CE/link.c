int main(void) { return 0; }
int undefined(void);
int (*keep)(void) = undefined;
