; Moves the break a page at a time, and writes to each.
global _start
section .text
_start:
    mov eax, 12
    xor edi, edi
    syscall
    mov rbx, rax
again:
    lea rdi, [rbx + 4096]
    mov eax, 12
    syscall
    mov byte [rbx], 1
    add rbx, 4096
    jmp again
