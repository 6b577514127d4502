int main(void) { [missing go]; }
