(let ((count (read)))
  (format t "~d~%" (loop repeat count sum (read))))
