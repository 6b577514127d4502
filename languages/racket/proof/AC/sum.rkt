#lang racket/base
(define count (read))
(displayln (for/fold ([sum 0]) ([_ count]) (+ sum (read))))
