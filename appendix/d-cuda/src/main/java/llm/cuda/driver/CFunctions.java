package llm.cuda.driver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The functions of a C library as the methods of a Java interface.
///
/// A method has its function's name; `int` stands for `int`, `unsigned` and enumerations, `long`
/// for 64-bit integers and `size_t`, [MemorySegment] for pointers. A method that returns `void`
/// stands for a function that returns a status: one other than 0 becomes an exception. A function
/// is looked for when it is first called, so that a library may lack what nobody calls.
final class CFunctions implements InvocationHandler {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodType ANY = MethodType.methodType(Object.class, Object[].class);

    private static final long LONGEST = 1 << 16;                // text that is read

    private final CudaLibraries.Loaded library;
    private final Failure failure;
    private final Map<Method, MethodHandle> bound = new ConcurrentHashMap<>();

    private CFunctions(CudaLibraries.Loaded library, Failure failure) {
        this.library = library;
        this.failure = failure;
    }

    /// What to throw when a function returns this status.
    interface Failure {
        RuntimeException of(String function, int status);
    }

    static <T> T of(Class<T> functions, CudaLibraries.Loaded library, Failure failure) {
        return functions.cast(Proxy.newProxyInstance(functions.getClassLoader(),
                new Class<?>[] {functions}, new CFunctions(library, failure)));
    }

    /// The text at an address that a library gave.
    static String text(MemorySegment address) {
        return address.equals(MemorySegment.NULL) ? "" : address.reinterpret(LONGEST).getString(0);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return method.invoke(this, arguments);
        }
        MethodHandle function = bound.computeIfAbsent(method, this::bind);
        Object result = (Object) function.invokeExact(
                arguments == null ? new Object[0] : arguments);
        if (method.getReturnType() != void.class) {
            return result;
        }
        if ((int) result != 0) {
            throw failure.of(method.getName(), (int) result);
        }
        return null;
    }

    private MethodHandle bind(Method method) {
        MemorySegment address = library.symbols().find(method.getName()).orElseThrow(() ->
                new IllegalStateException("%s must have the function %s, which this version lacks"
                        .formatted(library.file(), method.getName())));
        MethodHandle handle = LINKER.downcallHandle(address, descriptorOf(method));
        return handle.asSpreader(Object[].class, method.getParameterCount()).asType(ANY);
    }

    private static FunctionDescriptor descriptorOf(Method method) {
        MemoryLayout[] parameters = Arrays.stream(method.getParameterTypes())
                .map(CFunctions::layoutOf).toArray(MemoryLayout[]::new);
        Class<?> result = method.getReturnType() == void.class ? int.class : method.getReturnType();
        return FunctionDescriptor.of(layoutOf(result), parameters);
    }

    private static MemoryLayout layoutOf(Class<?> type) {
        if (type == int.class) {
            return JAVA_INT;
        } else if (type == long.class) {
            return JAVA_LONG;
        } else if (type == float.class) {
            return JAVA_FLOAT;
        }
        return ADDRESS;
    }
}
