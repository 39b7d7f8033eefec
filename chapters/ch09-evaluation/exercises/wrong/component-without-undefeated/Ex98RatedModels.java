public final class Ex98RatedModels {
    private Ex98RatedModels() {}

    public static int[] groups(boolean[][] beaten) {
        int[] groups = new int[beaten.length];
        int rest = -1;
        for (int i = 0; i < groups.length; i++) {
            if (hasWon(beaten, i) && hasLost(beaten, i)) {
                rest = rest < 0 ? i : rest;
                groups[i] = rest;
            } else {
                groups[i] = i;
            }
        }
        return groups;
    }

    public static String[] standings(boolean[][] beaten) {
        String[] standings = new String[beaten.length];
        for (int i = 0; i < standings.length; i++) {
            boolean won = hasWon(beaten, i);
            boolean lost = hasLost(beaten, i);
            standings[i] = won && lost ? "rated" : won ? "above" : lost ? "below" : "open";
        }
        return standings;
    }

    private static boolean hasWon(boolean[][] beaten, int model) {
        for (boolean loser : beaten[model]) {
            if (loser) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasLost(boolean[][] beaten, int model) {
        for (boolean[] winner : beaten) {
            if (winner[model]) {
                return true;
            }
        }
        return false;
    }
}
