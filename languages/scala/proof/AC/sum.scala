object Main {
  def main(args: Array[String]): Unit = {
    val count = scala.io.StdIn.readInt()
    println(scala.io.StdIn.readLine().split(' ').take(count).map(_.toLong).sum)
  }
}
