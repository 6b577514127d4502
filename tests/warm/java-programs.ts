/** As programs.ts, for Java. */
const main = (body: string, more = '') =>
  `import java.io.*;\nimport java.util.*;\nimport java.util.stream.*;\n${more}\npublic class Main {\n  public static void main(String[] args) throws Exception {\n${body}\n  }\n}\n`;

export const JAVA_PROGRAMS: Readonly<Record<string, string>> = {
  'what Java says of itself': main(`
    Properties all = System.getProperties();
    for (String name : new TreeSet<>(all.stringPropertyNames())) System.out.println(name + "=" + all.getProperty(name));
    System.out.println(new TreeMap<>(System.getenv()));
    System.out.println(Arrays.toString(args) + Main.class.getClassLoader().getClass() + ClassLoader.getSystemClassLoader().getClass());
    System.out.println(Main.class.getProtectionDomain().getCodeSource() + " " + Main.class.getResource("Main.class") + Main.class.getModule().isNamed());
    Thread here = Thread.currentThread();
    System.out.println(here + " " + here.getId() + here.getPriority() + here.getContextClassLoader().getClass() + Thread.activeCount());
    Thread other = new Thread(() -> System.out.println(Thread.currentThread() + " " + Thread.currentThread().getId()));
    other.start(); other.join();
    System.out.println(Thread.getAllStackTraces().keySet().stream().map(Thread::getName).sorted().collect(Collectors.toList()));
    System.out.println(Runtime.getRuntime().availableProcessors() + " " + Runtime.getRuntime().maxMemory());
    System.out.println(ProcessHandle.current().pid() + " " + System.console() + Arrays.toString(new File("/box").list()) + Arrays.toString(new File("/tmp").list()));
    System.out.println(Arrays.toString(new File("/proc/self/fd").list().length > 0 ? here.getStackTrace() : null));
    System.out.println(ModuleLayer.boot().modules().stream().map(Module::getName).sorted().collect(Collectors.joining(",")));
    System.out.println(java.nio.charset.Charset.defaultCharset() + " " + Locale.getDefault() + TimeZone.getDefault().getID() + new Random(1).nextInt());`),
  'identity hash codes, and orders that come of them': main(
    '    System.out.println(new Object().hashCode()); System.out.println(new Main());\n    Map<Object, Integer> m = new HashMap<>(); for (int i = 0; i < 20; i++) m.put(new Object(), i); System.out.println(m.values());',
  ),
  'standard input by Scanner': main(
    '    Scanner in = new Scanner(System.in); while (in.hasNext()) System.out.println("[" + in.next() + "]");',
  ),
  'standard input by bytes': main('    int n = 0, b; while ((b = System.in.read()) >= 0) n = n * 31 + b; System.out.println(n);'),
  'an uncaught exception': main('    deep(3);').replace(
    /}\n$/,
    '  static void deep(int n) { if (n == 0) throw new IllegalStateException("é", new RuntimeException("cause")); deep(n - 1); }\n}\n',
  ),
  'an exception in another thread': main(
    '    Thread t = new Thread(() -> { throw new RuntimeException("there"); }); t.start(); t.join(); System.out.println("on");',
  ),
  'an exit code': main('    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook"))); System.exit(7);'),
  'a halt': main('    System.out.println("said"); Runtime.getRuntime().halt(9);'),
  'no main method': 'public class Main { static void main() { } }',
  'a main that is not static': 'public class Main { public void main(String[] args) { } }',
  'a class that cannot be initialised': 'public class Main { static int x = 1 / 0; public static void main(String[] args) { } }',
  'another name, in a package':
    'package one.two; public class Other { public static void main(String[] args) { System.out.println(new Throwable().getStackTrace()[0] + System.getProperty("sun.java.command")); } }',
  'a stack that overflows': main('    try { f(0); } catch (StackOverflowError e) { System.out.println("overflow"); }').replace(
    /}\n$/,
    '  static int f(int n) { return 1 + f(n + 1); }\n}\n',
  ),
  'deep recursion': main('    System.out.println(f(50000));').replace(
    /}\n$/,
    '  static int f(int n) { return n == 0 ? 0 : 1 + f(n - 1); }\n}\n',
  ),
  'lambdas, streams, records and strings': main(
    '    record P(int x, String y) {}\n    System.out.println(IntStream.range(0, 10).mapToObj(i -> new P(i, "s" + i)).filter(p -> p.x() % 2 == 0).map(Object::toString).collect(Collectors.joining(";")));\n    System.out.printf("%5.2f|%-5s|%05d|%x%n", 1.5, "a", 42, 255); System.out.println("a,b,c".split(",").length + String.format("%s", List.of(1)));',
  ),
  'threads and locks': main(
    '    var pool = java.util.concurrent.Executors.newFixedThreadPool(4); List<java.util.concurrent.Future<String>> all = new ArrayList<>(); for (int i = 0; i < 8; i++) { int n = i; all.add(pool.submit(() -> n + "")); } for (var f : all) System.out.print(f.get()); pool.shutdown();',
  ),
  'files and modes': main(
    '    try (var w = new FileWriter("out")) { w.write("x"); } System.out.println(new TreeSet<>(java.nio.file.Files.getPosixFilePermissions(java.nio.file.Path.of("out"))) + new File("out").getAbsolutePath());',
  ),
  'much output': main('    System.out.println("x".repeat(300000)); System.err.println("done");'),
  children: main(
    '    var p = new ProcessBuilder("/bin/sh", "-c", "echo child; ls /proc/self/fd | wc -l; exit 3").inheritIO().start(); System.out.println(p.waitFor());',
  ),
  'a signal by its own hand': main(
    '    new ProcessBuilder("/bin/sh", "-c", "kill -9 " + ProcessHandle.current().pid()).start().waitFor(); Thread.sleep(5000);',
  ),
  'a closed output': main('    System.out.close(); System.out.println("lost"); System.err.println(System.out.checkError());'),
  'a class that was not there when it booted': main(
    '    System.out.println(Class.forName("Late").getDeclaredConstructor().newInstance().getClass().getName());',
  ).replace(/$/, 'class Late { Late() {} }\n'),
  'resources by name': main(
    '    try (var in = ClassLoader.getSystemResourceAsStream("Main.class")) { System.out.println(in.readAllBytes().length > 100); } System.out.println(ClassLoader.getSystemResource("nothing"));',
  ),
};

/** What the compiler says, of programs and of what is none, and what it makes. */
export const JAVA_SOURCES: Readonly<Record<string, string>> = {
  'a program': main(
    '    record P(int x) {}\n    for (var p : List.of(new P(1))) System.out.println(p + " " + args.length); Runnable r = () -> System.out.println(1); r.run();',
  ),
  'a syntax error': 'public class Main {\n  public static void main(String[] args) {\n    int x = ;\n  }\n}\n',
  'errors of many kinds':
    'import java.util.*;\npublic class Main {\n  int f() { }\n  void g() { String s = 1; undefined(); List<String> l = new ArrayList<Integer>(); return; }\n  abstract void h();\n}\n',
  'warnings and notes': main(
    '    List raw = new ArrayList(); raw.add("x"); new Date().getYear(); Thread.currentThread().stop();',
  ),
  'an error in another language': 'public class Main { void é() { ü(); } String s = "\\u00e9" + 1 }',
  'nothing that can be compiled': 'this is no program at all\n',
};
