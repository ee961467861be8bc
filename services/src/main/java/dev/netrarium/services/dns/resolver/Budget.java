package dev.netrarium.services.dns.resolver;

/** The work that one client query may still cause, shared by all lookups made on its behalf. */
final class Budget {
    private int left;

    Budget(int work) {
        this.left = work;
    }

    boolean take() {
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }

    boolean isSpent() {
        return left == 0;
    }
}
