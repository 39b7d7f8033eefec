package llm.session;

import java.util.Map;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/// The engine by its name: `jshell --execution cells` runs as notebooks do.
public final class CellEngine implements ExecutionControlProvider {
    @Override
    public String name() {
        return "cells";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
        return CellControl.withTexts();
    }
}
