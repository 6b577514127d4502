program leak
  type block
    integer(1), allocatable :: bytes(:)
  end type
  type(block) :: blocks(100000)
  integer :: i
  do i = 1, 100000
    allocate (blocks(i)%bytes(1048576))
    blocks(i)%bytes = 1_1
  end do
  print *, sum(blocks(1)%bytes)
end program
