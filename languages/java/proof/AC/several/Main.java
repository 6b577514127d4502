package app;

import geometry.Square;
import java.nio.file.*;

public class Main {
    public static void main(String[] args) throws Exception {
        System.out.println(new Square(3).area() + " " + String.join(",", args) + " " + Files.readString(Path.of("data.txt")).strip());
    }
}
