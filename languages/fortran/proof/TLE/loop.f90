program endless
  integer, volatile :: i = 0
  do
    i = 1 - i
  end do
end program
