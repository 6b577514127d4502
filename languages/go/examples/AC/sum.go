// Adds the numbers that it reads.
package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	input := bufio.NewReader(os.Stdin)
	total, number := 0, 0
	for {
		if _, err := fmt.Fscan(input, &number); err != nil {
			break
		}
		total += number
	}
	fmt.Println(total)
}
