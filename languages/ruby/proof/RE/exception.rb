raise "said by the program"
