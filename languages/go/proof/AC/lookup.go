// There is no network: a look-up fails at once, instead of waiting for an answer.
package main

import (
	"fmt"
	"net"
)

func main() {
	if _, err := net.Dial("tcp", "example.com:80"); err != nil {
		fmt.Println("not found")
	}
}
