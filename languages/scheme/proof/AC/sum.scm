(define (sum count)
  (if (= count 0) 0 (+ (read) (sum (- count 1)))))
(display (sum (read)))
(newline)
