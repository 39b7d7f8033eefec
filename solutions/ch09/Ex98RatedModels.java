/// Exercise 9.8: which models can be rated.
///
/// **Why.** If a group has only won from all others, its ratings may be raised together: battles
/// within the group do not notice, all other ones become likelier, and there is no end to it. Where
/// each model leads to each other one, no part can be moved away without a loss, and the likelihood
/// has a maximum. Source: Ford (1957), Solution of a Ranking Problem from Binary Comparisons.
///
/// **Complexity.** O(models³) for the table by Warshall's algorithm. Tarjan's finds the groups in
/// one walk over the battles.
///
/// **Common mistakes.** Taking out undefeated models alone, and not undefeated *groups*; connecting
/// all that have met, whoever won; looking at direct battles only; calling a model worse that was
/// compared with nobody.
public final class Ex98RatedModels {
    private Ex98RatedModels() {}

    public static int[] groups(boolean[][] beaten) {
        boolean[][] leads = leads(beaten);                  // (models, models)
        int[] groups = new int[beaten.length];              // (models)
        for (int i = 0; i < groups.length; i++) {
            while (!(leads[i][groups[i]] && leads[groups[i]][i])) {
                groups[i]++;
            }
        }
        return groups;
    }

    public static String[] standings(boolean[][] beaten) {
        boolean[][] leads = leads(beaten);
        int[] groups = groups(beaten);
        int rated = largest(groups);
        String[] standings = new String[groups.length];
        for (int i = 0; i < standings.length; i++) {
            standings[i] = groups[i] == rated ? "rated" : leads[i][rated] ? "above"
                    : leads[rated][i] ? "below" : "open";
        }
        return standings;
    }

    private static int largest(int[] groups) {
        int[] sizes = new int[groups.length];
        for (int group : groups) {
            sizes[group]++;
        }
        int best = 0;
        for (int group = 1; group < sizes.length; group++) {
            best = sizes[group] > sizes[best] ? group : best;
        }
        return best;
    }

    private static boolean[][] leads(boolean[][] beaten) {
        int models = beaten.length;
        boolean[][] leads = new boolean[models][];
        for (int i = 0; i < models; i++) {
            leads[i] = beaten[i].clone();
            leads[i][i] = true;
        }
        for (int middle = 0; middle < models; middle++) {
            for (int i = 0; i < models; i++) {
                for (int j = 0; j < models; j++) {
                    leads[i][j] |= leads[i][middle] && leads[middle][j];
                }
            }
        }
        return leads;
    }
}
