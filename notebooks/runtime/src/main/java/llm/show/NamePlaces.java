package llm.show;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import llm.show.Svg.Area;

/// Finds places for names beside their marks: as near as they can be without one name lying over
/// another, over a mark, or above a line.
final class NamePlaces {
    private static final double RADIUS = 6;                  // of a mark, with its border

    /// A name that looks for a place.
    ///
    /// @param wanted where it would stand best
    /// @param top    the highest that its upper side may lie
    record Name(Area wanted, double top) {
        double left() {
            return wanted.x();
        }

        double right() {
            return wanted.x() + wanted.width();
        }
    }

    /// The middle of a mark.
    record Mark(double x, double y) {}

    private NamePlaces() {}

    /// The upper sides of all names, in their order.
    ///
    /// @param line height of a name
    static double[] tops(List<Name> names, List<Mark> marks, double line) {
        double[] wanted = new double[names.size()];
        Arrays.setAll(wanted, i -> belowMarks(names.get(i), names.get(i).wanted.y(), marks, line));
        double[] tops = new double[wanted.length];
        for (List<Integer> group : groups(names)) {
            group.sort(Comparator.comparing(i -> wanted[i]));
            double[] places = apart(group.stream().mapToDouble(i -> wanted[i]).toArray(), line);
            double free = Double.NEGATIVE_INFINITY;          // where the last one ends
            for (int k = 0; k < places.length; k++) {
                Name name = names.get(group.get(k));
                double top = Math.max(places[k], Math.max(free, name.top));
                top = belowMarks(name, top, marks, line);
                tops[group.get(k)] = top;
                free = top + line;
            }
        }
        return tops;
    }

    /// Names that could lie over each other, from the left to the right.
    private static List<List<Integer>> groups(List<Name> names) {
        List<Integer> fromLeft = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            fromLeft.add(i);
        }
        fromLeft.sort(Comparator.comparing(i -> names.get(i).left()));
        List<List<Integer>> groups = new ArrayList<>();
        double end = Double.NEGATIVE_INFINITY;
        for (int i : fromLeft) {
            if (names.get(i).left() > end) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(i);
            end = Math.max(end, names.get(i).right());
        }
        return groups;
    }

    /// `top`, or as far below as it takes to cover no mark.
    private static double belowMarks(Name name, double top, List<Mark> marks, double line) {
        double free = top;
        for (Mark mark : marks.stream().sorted(Comparator.comparing(Mark::y)).toList()) {
            boolean covers = mark.x > name.left() - RADIUS && mark.x < name.right() + RADIUS
                    && mark.y > free - RADIUS && mark.y < free + line + RADIUS;
            free = covers ? mark.y + RADIUS : free;
        }
        return free;
    }

    /// The places nearest to the wanted ones, by the sum of squares, that are `distance` apart or
    /// more. Neighbours that are too close become a block around the mean of what they want, and a
    /// block that meets another joins it.
    ///
    /// @param wanted from the smallest to the largest
    static double[] apart(double[] wanted, double distance) {
        double[] starts = new double[wanted.length];         // of blocks, less what lies before
        int[] sizes = new int[wanted.length];
        int blocks = 0;
        for (int i = 0; i < wanted.length; i++) {
            starts[blocks] = wanted[i] - i * distance;
            sizes[blocks++] = 1;
            while (blocks > 1 && starts[blocks - 2] > starts[blocks - 1]) {
                blocks--;
                int size = sizes[blocks - 1] + sizes[blocks];
                starts[blocks - 1] = (starts[blocks - 1] * sizes[blocks - 1]
                        + starts[blocks] * sizes[blocks]) / size;
                sizes[blocks - 1] = size;
            }
        }
        double[] places = new double[wanted.length];
        for (int block = 0, i = 0; block < blocks; block++) {
            for (int end = i + sizes[block]; i < end; i++) {
                places[i] = starts[block] + i * distance;
            }
        }
        return places;
    }
}
