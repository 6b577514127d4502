#lang racket/base
; Adds the numbers that it reads.
(displayln (for/sum ([number (in-port read)]) number))
