package llm.tools;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Raises the classes of an old library to Java 8, so that Java's archive takes them: it leaves out
/// classes of Java 5, because they come without the notes on types that the verifier reads since
/// Java 6. Here they get them; what they do stays the same.
final class RaisedClasses {
    private static final ClassTransform RAISE = ClassTransform
            .transformingMethodBodies((code, element) -> code.with(element))
            .andThen((raised, element) -> raised.with(element instanceof ClassFileVersion
                    ? ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0) : element));

    private RaisedClasses() {
    }

    /// Copies `jar` to `folder` and raises the copy's classes.
    static Path copy(Path jar, Path folder) throws IOException {
        Path copy = Files.copy(jar, folder.resolve(jar.getFileName()));
        try (var library = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                FileSystem inside = FileSystems.newFileSystem(copy);
                Stream<Path> files = Files.walk(inside.getPath("/"))) {
            var classFile = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS,
                    ClassHierarchyResolverOption.of(
                            ClassHierarchyResolver.ofResourceParsing(library)));
            for (Path file : files.filter(RaisedClasses::isClass).toList()) {
                raise(file, classFile);
            }
        }
        return copy;
    }

    private static boolean isClass(Path file) {
        return file.toString().endsWith(".class");
    }

    private static void raise(Path file, ClassFile classFile) throws IOException {
        var old = classFile.parse(Files.readAllBytes(file));
        if (old.majorVersion() < ClassFile.JAVA_6_VERSION) {
            Files.write(file, classFile.transformClass(old, RAISE));
        }
    }
}
