(use-modules (rnrs bytevectors))
(let loop ((blocks '()))
  (loop (cons (make-bytevector 1048576 1) blocks)))
