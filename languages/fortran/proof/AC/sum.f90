program total
  integer :: count
  integer(8), allocatable :: numbers(:)
  read *, count
  allocate (numbers(count))
  read *, numbers
  print '(i0)', sum(numbers)
end program
