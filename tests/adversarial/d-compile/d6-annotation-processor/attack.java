// id: D6
// attack: uploads an annotation processor, which the Java compiler would run while it compiles
// walls: none
// control: the same files compiled on the host by plain javac run the processor
// effect: the processor's message among the compiler's
// verdict: CE
public class Main {
  public static void main(String[] args) {
    int answer = "not a number";
  }
}
