package llm.tools.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import llm.cuda.driver.CudaDevices;
import llm.tensor.Backends;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lists where one can compute, and says of a GPU that is not used why not.
@Command(
        description = {"", "A device is chosen by --device NAME, where a command has it; auto "
                + "takes a GPU if one can be used."},
        footer = {"", "Example:", "  ./llm devices"})
public final class DevicesCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    /// The result as JSON.
    ///
    /// @param cuda what of CUDA was found, and what is missing
    record Devices(List<Device> devices, List<String> cuda) {}

    /// @param usable whether `--device` takes it
    /// @param found  what it is, or why it cannot be used
    record Device(String name, boolean usable, String found) {}

    @Override
    public Integer call() {
        List<Device> all = new ArrayList<>();
        Backends.all().forEach(each -> all.add(
                new Device(each.name(), true, each.description())));
        CudaDevices.Report cuda = CudaDevices.report();
        cuda.devices().forEach(each -> all.add(new Device("cuda:" + each.index(),
                each.whyNot().isEmpty(), each.description()
                        + each.whyNot().map(why -> "; cannot be used: " + why).orElse(""))));
        json.print(new Devices(all, cuda.software()), common.out(), out -> {
            all.forEach(each -> out.printf("%s %-8s %s%n", each.usable ? "✓" : "✗", each.name,
                    each.found));
            out.println();
            cuda.software().forEach(line -> out.println("CUDA: " + line));
        });
        return ExitCode.SUCCESS;
    }
}
