package main

import "example.com/nothing"

func main() { nothing.Do() }
