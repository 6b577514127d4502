; Adds the numbers that it reads.
(let next ((total 0))
  (let ((number (read)))
    (if (eof-object? number)
        (begin (display total) (newline))
        (next (+ total number)))))
