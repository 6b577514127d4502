// Adds the numbers that it reads.
fun main() {
    val lines = generateSequence(::readLine)
    val numbers = lines.flatMap { it.split(' ').filter(String::isNotEmpty).map(String::toLong).asSequence() }
    println(numbers.sum())
}
