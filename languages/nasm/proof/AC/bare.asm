; Writes without a library.
global _start
section .data
text: db "bare", 10
section .text
_start:
    mov eax, 1
    mov edi, 1
    mov rsi, text
    mov edx, 5
    syscall
    mov eax, 60
    xor edi, edi
    syscall
