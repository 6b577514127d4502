; Adds the numbers that it reads, by the C library.
global main
extern scanf, printf

section .rodata
read_format:  db "%ld", 0
write_format: db "%ld", 10, 0

section .bss
number: resq 1

section .text
main:
    push rbx                    ; the total; this also aligns the stack
    xor ebx, ebx
.next:
    mov rdi, read_format
    mov rsi, number
    xor eax, eax
    call scanf
    cmp eax, 1
    jne .done
    add rbx, [number]
    jmp .next
.done:
    mov rdi, write_format
    mov rsi, rbx
    xor eax, eax
    call printf
    pop rbx
    xor eax, eax
    ret
