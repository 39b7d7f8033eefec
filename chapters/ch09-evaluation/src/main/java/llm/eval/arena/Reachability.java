package llm.eval.arena;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/// Which nodes of a graph lead to which others, over one edge or many.
/// Source: Warshall (1962), A Theorem on Boolean Matrices.
final class Reachability {
    private final BitSet[] from;                             // [i]: all that i leads to, itself too

    /// Whether an edge leads from one node to another.
    interface Edge {
        boolean leads(int from, int to);
    }

    Reachability(int nodes, Edge edge) {
        from = new BitSet[nodes];
        for (int i = 0; i < nodes; i++) {
            from[i] = new BitSet(nodes);
            from[i].set(i);
            for (int j = 0; j < nodes; j++) {
                from[i].set(j, i == j || edge.leads(i, j));
            }
        }
        for (int middle = 0; middle < nodes; middle++) {
            for (BitSet reached : from) {
                if (reached.get(middle)) {
                    reached.or(from[middle]);
                }
            }
        }
    }

    boolean leads(int i, int j) {
        return from[i].get(j);
    }

    /// The groups of nodes that lead to each other. One that leads to another group reaches more
    /// than that does, so it stands before it.
    List<List<Integer>> components() {
        List<List<Integer>> components = new ArrayList<>();
        BitSet seen = new BitSet(from.length);
        for (int i = 0; i < from.length; i++) {
            if (!seen.get(i)) {
                int node = i;
                List<Integer> component = from[i].stream().filter(j -> leads(j, node))
                        .boxed().toList();
                component.forEach(seen::set);
                components.add(component);
            }
        }
        components.sort(Comparator.comparing(each -> -from[each.getFirst()].cardinality()));
        return components;
    }
}
