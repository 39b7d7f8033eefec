package llm.grade;

import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer whose class is in this JVM.
public final class LoadedAnswer implements Answer {
    private final Class<?> type;

    public LoadedAnswer(Class<?> type) {
        this.type = type;
    }

    /// Loads an answer's class, which sees the library and the other classes given.
    ///
    /// @param classes bytes by name
    /// @throws NotAsDeclared if the class is not among them
    public static LoadedAnswer of(String className, Map<String, byte[]> classes) {
        try {
            return new LoadedAnswer(new ClassesInMemory("answer", classes).loadClass(className));
        } catch (ClassNotFoundException | LinkageError e) {
            throw NotAsDeclared.lacking("the name " + className);
        }
    }

    @Override
    public Object construct(MethodType constructor, @Nullable Object... arguments)
            throws Throwable {
        try {
            var found = type.getDeclaredConstructor(constructor.parameterArray());
            found.setAccessible(true);
            return found.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } catch (NoSuchMethodException e) {
            throw NotAsDeclared.lacking("the constructor " + type.getSimpleName()
                    + parameters(constructor));
        }
    }

    @Override
    public @Nullable Object call(@Nullable Object object, String name, MethodType declared,
            @Nullable Object... arguments) throws Throwable {
        try {
            Method method = type.getDeclaredMethod(name, declared.parameterArray());
            if (method.getReturnType() != declared.returnType()
                    || Modifier.isStatic(method.getModifiers()) != (object == null)) {
                throw new NoSuchMethodException();
            }
            method.setAccessible(true);
            return method.invoke(object, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } catch (NoSuchMethodException e) {
            throw NotAsDeclared.lacking("the method " + (object == null ? "static " : "")
                    + declared.returnType().getSimpleName() + " " + name + parameters(declared));
        }
    }

    private static String parameters(MethodType type) {
        return "(" + String.join(", ", type.parameterList().stream().map(Class::getSimpleName)
                .toList()) + ")";
    }
}
