; Reads two numbers and writes their sum, by the C library.
global main
extern scanf, printf
section .data
in_format: db "%ld %ld", 0
out_format: db "%ld", 10, 0
section .bss
first: resq 1
second: resq 1
section .text
main:
    sub rsp, 8
    mov rdi, in_format
    mov rsi, first
    mov rdx, second
    xor eax, eax
    call scanf
    mov rdi, out_format
    mov rsi, [first]
    add rsi, [second]
    xor eax, eax
    call printf
    xor eax, eax
    add rsp, 8
    ret
