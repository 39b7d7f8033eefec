package llm.grade;

import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/// An answer to an exercise, wherever it runs.
public interface Answer extends AutoCloseable {
    /// Makes an object of the answer's class.
    ///
    /// @param type of the constructor; it returns `void`
    /// @return what [#call] takes as `object`
    /// @throws Throwable what the answer throws
    Object construct(MethodType type, @Nullable Object... arguments) throws Throwable;

    /// Calls a method of the answer's class.
    ///
    /// @param object what it is called on; null if it is static
    /// @throws Throwable what the answer throws
    @Nullable Object call(@Nullable Object object, String method, MethodType type,
            @Nullable Object... arguments) throws Throwable;

    /// Private inputs follow: what the answer prints is not kept any more.
    default void hideFromNow() {}

    /// Whether methods that return something, and constructors, keep what they change in their
    /// arguments to themselves: a test that derives what is right from an argument, behind the
    /// call, must find it as it was.
    default void protectArguments(boolean protect) {}

    /// The last lines that the answer printed; empty if they went elsewhere.
    default String printed() {
        return "";
    }

    /// Ends what the answer runs in.
    @Override
    default void close() {}
}
