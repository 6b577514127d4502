class Program { static void Main() { throw new System.Exception("said by the program"); } }
