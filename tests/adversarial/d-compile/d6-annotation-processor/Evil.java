import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

/** Runs inside the compiler when it is found on its class path. */
@SupportedAnnotationTypes("*")
public class Evil extends AbstractProcessor {
  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latest();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, "RAN_IN_THE_COMPILER");
    return false;
  }
}
