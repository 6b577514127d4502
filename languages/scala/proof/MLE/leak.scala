object Main {
  def main(args: Array[String]): Unit = {
    val blocks = scala.collection.mutable.ListBuffer[Array[Byte]]()
    while (true) blocks += Array.fill(1 << 20)(1.toByte)
  }
}
