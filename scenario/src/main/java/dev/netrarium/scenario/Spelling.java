package dev.netrarium.scenario;

import java.util.Collection;

/** Finds the word that was probably meant. */
final class Spelling {
    private Spelling() {}

    /** {@code "; did you mean \"loss\"?"}, or the list of all words when none is near. */
    static String suggestion(String written, Collection<String> known) {
        String nearest = "";
        int least = Integer.MAX_VALUE;
        for (String each : known) {
            int distance = distance(written, each);
            if (distance < least) {
                least = distance;
                nearest = each;
            }
        }
        if (least <= Math.max(1, Math.min(written.length(), nearest.length()) / 3)) {
            return "; did you mean \"" + nearest + "\"?";
        }
        return known.isEmpty() ? "" : "; there are: " + String.join(", ", known);
    }

    /** Insertions, deletions and replacements between two words (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
