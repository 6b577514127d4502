/* There is no network: a look-up fails at once, instead of waiting for an answer. */
#include <netdb.h>
#include <stdio.h>

int main(void) {
    struct addrinfo *found;
    puts(getaddrinfo("example.com", "80", NULL, &found) == 0 ? "found" : "not found");
    return 0;
}
