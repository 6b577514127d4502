import java.io.*;

public class Lost {
    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        long n = Long.parseLong(in.readLine());
        long sum = n * (n + 1) / 2;
        for (String line = in.readLine(); line != null; line = in.readLine()) sum -= Long.parseLong(line);
        System.out.println(sum);
    }
}
