package llm.exercise;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/// A class of graded tests. They run in the order in which they are written, private ones last, and
/// a parameter of type `RandomGenerator` gets a generator that depends on the seed of the
/// grading and the test.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SeededRandom.class)
@TestMethodOrder(AsWritten.class)
public @interface Graded {}
