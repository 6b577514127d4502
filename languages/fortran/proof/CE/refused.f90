program refused
  integer :: i = "text"
end program
