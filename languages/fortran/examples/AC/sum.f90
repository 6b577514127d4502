! Adds the numbers that it reads, one line at a time.
program total_of_lines
  implicit none
  character(len=1000) :: line
  integer(8) :: numbers(100), total = 0
  integer :: count, state

  do
    read (*, '(a)', iostat=state) line
    if (state /= 0) exit
    numbers = 0
    do count = 1, size(numbers)
      read (line, *, iostat=state) numbers(1:count)
      if (state /= 0) exit
    end do
    total = total + sum(numbers(1:count - 1))
  end do
  print '(i0)', total
end program
