fun main() { while (true); }
