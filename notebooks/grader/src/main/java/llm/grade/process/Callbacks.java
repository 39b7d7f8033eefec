package llm.grade.process;

import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Calls of functions that a test hands to an answer, such as a generator of random numbers.
final class Callbacks {
    private Callbacks() {}

    /// A function of a test threw something.
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1;

        Failed(Throwable cause) {
            super(cause);
        }
    }

    /// Calls a method of one of the function's public interfaces.
    ///
    /// @throws Garbled if there is no such method, or the arguments do not fit it
    static @Nullable Object call(Object function, String name, String descriptor,
            List<?> arguments) throws Failed {
        MethodType type;
        try {
            type = MethodType.fromMethodDescriptorString(descriptor,
                    Callbacks.class.getClassLoader());
        } catch (IllegalArgumentException | TypeNotPresentException e) {
            throw new Garbled("a function must be called by a descriptor, got " + descriptor);
        }
        Method method = interfaces(function.getClass()).distinct()
                .flatMap(each -> Stream.of(each.getMethods()))
                .filter(each -> each.getName().equals(name)
                        && !Modifier.isStatic(each.getModifiers())
                        && List.of(each.getParameterTypes()).equals(type.parameterList()))
                .findFirst()
                .orElseThrow(() -> new Garbled("a function must have the method that is called, "
                        + "got " + name + descriptor));
        try {
            return method.invoke(function, arguments.toArray());
        } catch (InvocationTargetException e) {
            throw new Failed(e.getCause());
        } catch (IllegalAccessException | IllegalArgumentException e) {
            throw new Garbled("a function must get what it takes, got " + arguments);
        }
    }

    private static Stream<Class<?>> interfaces(@Nullable Class<?> type) {
        return type == null ? Stream.empty() : Stream.concat(
                Stream.of(type.getInterfaces()).flatMap(each -> Stream.concat(
                        Modifier.isPublic(each.getModifiers()) ? Stream.of(each) : Stream.empty(),
                        interfaces(each))),
                interfaces(type.getSuperclass()));
    }
}
