package main

import (
	"fmt"
	"sync"
)

func main() {
	var wait sync.WaitGroup
	results := make(chan int, 1000)
	for i := 0; i < 1000; i++ {
		wait.Add(1)
		go func(i int) {
			defer wait.Done()
			results <- i
		}(i)
	}
	wait.Wait()
	close(results)
	sum := 0
	for result := range results {
		sum += result
	}
	fmt.Println(sum)
}
