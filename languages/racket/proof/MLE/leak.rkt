#lang racket/base
(let loop ([blocks '()])
  (loop (cons (make-bytes 1048576 1) blocks)))
