// Adds the numbers that it reads.
object Main extends App {
  val numbers = io.Source.stdin.getLines.flatMap(_.split(' ')).map(_.toLong)
  println(numbers.sum)
}
