// There is no network: a look-up fails at once, instead of waiting for an answer.
import java.net.*;

public class Main {
    public static void main(String[] args) {
        try {
            System.out.println(InetAddress.getByName("example.com"));
        } catch (UnknownHostException error) {
            System.out.println("not found");
        }
    }
}
