object Main { val x: Int = "text" }
