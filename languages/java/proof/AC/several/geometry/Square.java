package geometry;

public record Square(int side) {
    public int area() {
        return side * side;
    }
}
