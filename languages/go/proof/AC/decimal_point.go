// Numbers have a point; local time is UTC.
package main

import (
	"fmt"
	"strconv"
	"time"
)

func main() {
	var word string
	for {
		if _, err := fmt.Scan(&word); err != nil {
			break
		}
		if number, err := strconv.ParseFloat(word, 64); err == nil {
			fmt.Printf("%.2f\n", number)
		} else {
			fmt.Println("not a number")
		}
	}
	fmt.Println(time.Unix(0, 0).Format("15:04 MST"), "Größe €")
}
