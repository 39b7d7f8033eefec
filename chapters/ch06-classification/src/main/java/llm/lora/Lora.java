package llm.lora;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import llm.lora.LoraConfig.Size;
import llm.lora.LoraModule.Part;
import llm.model.DecoderModel;
import llm.pretrain.folder.ModuleNames;
import llm.tensor.Autograd;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.tensor.Scope;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.DType;
import llm.tensor.layer.Dropout;
import llm.tensor.layer.Initializer;
import llm.tensor.layer.Linear;

/// The adapters of a model: what learns while all else is frozen.
public final class Lora {
    private static final String NAME = "lora";

    private final DecoderModel model;
    private final LoraConfig config;
    private final List<LoraModule> modules;
    private boolean merged;

    private Lora(DecoderModel model, LoraConfig config, List<LoraModule> modules) {
        this.model = model;
        this.config = config;
        this.modules = List.copyOf(modules);
    }

    /// Freezes a model and puts adapters around layers of it, each beginning without effect. A
    /// model that is to be kept in fewer bits is brought there before: adapters learn in float32.
    ///
    /// @param random where the first values of A come from; dropout's seeds come from the model's
    ///               own, as a checkpoint needs it
    /// @throws IllegalArgumentException if a target is no layer of the model
    /// @throws IllegalStateException if a layer has an adapter already
    public static Lora add(DecoderModel model, LoraConfig config, RandomState random) {
        if (config.targets() instanceof LoraTargets.Named named) {
            named.names().forEach(name -> requireHit(model, new LoraTargets.Named(List.of(name)),
                    name));
        }
        requireHit(model, config.targets(), config.targets().toString());
        Lora lora = prepare(model, config, random);
        lora.attach();
        return lora;
    }

    private static void requireHit(DecoderModel model, LoraTargets targets, String name) {
        Map<String, List<String>> modules = ModuleNames.of(model);
        if (modules.entrySet().stream().noneMatch(module -> targets.hits(module.getKey())
                || module.getValue().stream().anyMatch(targets::hits))) {
            throw new IllegalArgumentException("a target must be a linear layer of the model, "
                    + LoraTargets.entries(modules.keySet(), modules.keySet()) + ", got " + name);
        }
    }

    /// Adapters that are not yet around the layers.
    static Lora prepare(DecoderModel model, LoraConfig config, RandomState random) {
        List<LoraModule> modules = new ArrayList<>();
        ModuleNames.of(model).forEach((name, paths) -> {
            LoraModule module = config.targets().hits(name)
                    ? shared(model, config, random, name, paths)
                    : new LoraModule(name, paths.stream()
                            .map(path -> own(model, config, random, name, path)).toList());
            if (!module.adapters().isEmpty()) {
                modules.add(module);
            }
        });
        return new Lora(model, config, modules);
    }

    /// A module whose layers have one A. Dropout hides other inputs from each of them.
    private static LoraModule shared(DecoderModel model, LoraConfig config, RandomState random,
                                     String name, List<String> paths) {
        Size size = config.sizeOf(Stream.concat(Stream.of(name), paths.stream()).toList());
        Parameter a = firstA(model.linear(paths.getFirst()), size, random);
        return new LoraModule(name, paths.stream().map(path -> new Part(path, model.linear(path),
                layer(a, model.linear(path), size, dropout(model, config)))).toList());
    }

    /// A layer with its own A if it is targeted by its path.
    private static Part own(DecoderModel model, LoraConfig config, RandomState random, String name,
                            String path) {
        Linear linear = model.linear(path);
        if (!config.targets().hits(path)) {
            return new Part(path, linear, null);
        }
        Size size = config.sizeOf(List.of(path, name));
        return new Part(path, linear,
                layer(firstA(linear, size, random), linear, size, dropout(model, config)));
    }

    private static Dropout dropout(DecoderModel model, LoraConfig config) {
        return new Dropout(config.dropout(), model.random());
    }

    /// As PyTorch begins a linear layer (He et al., 2015, with a = √5): `±1/√in`.
    private static Parameter firstA(Linear linear, Size size, RandomState random) {
        int in = linear.weight().size(1);
        Tensor a = Initializer.pytorch(random).weight(in, size.rank(), in);    // (rank, in)
        return Parameter.adopt(a).to(linear.weight().backend());
    }

    private static LoraLayer layer(Parameter a, Linear linear, Size size, Dropout dropout) {
        Shape shape = Shape.of(linear.weight().size(0), size.rank());
        Tensor b = Tensor.full(0, shape, linear.weight().backend());           // (out, rank)
        return new LoraLayer(a, Parameter.adopt(b), size, dropout);
    }

    /// Freezes the model and puts the adapters around their layers.
    void attach() {
        requireBare();
        model.freeze();
        wrap();
    }

    private void requireBare() {
        for (Part part : parts()) {
            if (part.linear().adapter().isPresent()) {
                throw new IllegalStateException("a layer must have no adapter to get one, got one "
                        + "around " + part.path());
            }
        }
    }

    private void wrap() {
        parts().forEach(part -> part.linear().wrap(NAME, part.adapter()));
        if (model.training()) {
            model.train();
        } else {
            model.eval();
        }
    }

    private List<Part> parts() {
        return modules.stream().flatMap(module -> module.parts().stream())
                .filter(part -> part.adapter() != null).toList();
    }

    /// Adds what was learned to the weights, `weight + scale · B · A`, and takes the adapters away:
    /// the model is then an ordinary one that costs what it did before, and can be saved. A head
    /// that was tied has a weight of its own from then on, and the embedding stays as it is.
    ///
    /// @throws IllegalStateException if that has been done
    /// @throws IllegalArgumentException if a weight is kept in fewer bits than float32
    public void merge() {
        requireMerged(false);
        for (Part part : parts()) {
            DType dtype = part.linear().weight().dtype();
            if (dtype != DType.F32) {
                throw new IllegalArgumentException(("an adapter must be merged into a weight in "
                        + "F32, got %s in %s, which would round away what was learned; load the "
                        + "model in F32").formatted(part.path(), dtype));
            }
        }
        for (Part part : parts()) {
            part.linear().unwrap();
            if (part.linear() == model.head()) {
                model.untieHead();
            }
            addChange(part, 1);
        }
        merged = true;
    }

    /// Takes what was learned out of the weights again, which come back but for rounding, and puts
    /// the adapters around them. A head that was tied keeps a weight of its own.
    ///
    /// @throws IllegalStateException if nothing has been merged
    public void unmerge() {
        requireMerged(true);
        requireBare();
        parts().forEach(part -> addChange(part, -1));
        wrap();
        merged = false;
    }

    private static void addChange(Part part, double factor) {
        Parameter weight = part.linear().weight();           // (out, in)
        try (Scope _ = Scope.open()) {
            Autograd.noGrad(() -> weight.copyFrom(
                    part.adapter().change().mul(factor).addInPlace(weight)));
        }
    }

    private void requireMerged(boolean wanted) {
        if (merged != wanted) {
            throw new IllegalStateException("the adapters must be " + (wanted
                    ? "merged, got ones that are not"
                    : "around their layers, got ones that are merged"));
        }
    }

    /// Number of values that learn; an A that several layers share counts once.
    public long parameterCount() {
        return modules.stream().flatMap(module -> module.adapters().stream())
                .flatMap(adapter -> Stream.of(adapter.a(), adapter.b())).distinct()
                .mapToLong(Tensor::elements).sum();
    }

    public DecoderModel model() {
        return model;
    }

    public LoraConfig config() {
        return config;
    }

    /// The adapted modules, in the order of the model.
    public List<LoraModule> modules() {
        return modules;
    }
}
