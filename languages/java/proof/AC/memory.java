// Makes 2 GB of garbage and keeps little of it: the collector must get along within the limit.
public class Main {
    public static void main(String[] args) {
        long sum = 0;
        for (int i = 0; i < 200; i++) sum += new byte[10 << 20].length;
        System.out.println(sum >> 20);
    }
}
