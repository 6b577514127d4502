/* Calls the kernel as a 32-bit program would, past a filter that only knows 64-bit numbers. */
int main(void)
{
  long number = 20; /* getpid, there */
  __asm__ volatile("int $0x80" : "+a"(number) : : "memory");
  return 0;
}
