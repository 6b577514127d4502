global _start
section .text
_start:
    mov byte [0], 1
