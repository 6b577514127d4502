fun main() {
    val count = readLine()!!.toInt()
    println(readLine()!!.split(' ').take(count).map { it.toLong() }.sum())
}
