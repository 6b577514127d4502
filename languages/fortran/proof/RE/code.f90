program code
  stop 3
end program
