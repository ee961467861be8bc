package dev.netrarium.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What stands in a world: nodes, LANs and cables, their names, and the numbers that order their events. */
final class Topology {
    /** An event's rank has 24 bits for the place: nodes take the lower half, LANs the upper; 0 is the world's own. */
    private static final int MOST = (1 << 23) - 1;

    /** An event's rank has 16 bits for the port. */
    private static final int MOST_OUTSIDE_LINKS = 1 << 16;

    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final List<Lan> lans = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final Set<String> names = new TreeSet<>();
    private int programs;
    private int outsideLinks;

    String newName(String name) {
        if (name.isBlank() || !name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(
                    "a name has letters, digits, dots, hyphens and underscores: \"" + name + "\"");
        }
        if (names.contains(name)) {
            throw new IllegalArgumentException("there is a \"" + name + "\" in this world already");
        }
        return name;
    }

    /** Keeps a name from being given again. */
    void take(String name) {
        names.add(name);
    }

    String nextLanName() {
        int number = lans.size() + 1;
        while (names.contains("lan" + number)) {
            number++;
        }
        return "lan" + number;
    }

    int newNodePlace() {
        return 1 + atMost(nodes.size());
    }

    int newLanPlace() {
        return MOST + 1 + atMost(lans.size());
    }

    /** The world's own place has ports for them. */
    int newOutsideLinkNumber() {
        if (outsideLinks == MOST_OUTSIDE_LINKS) {
            throw new IllegalStateException("a world has " + MOST_OUTSIDE_LINKS + " cables between outside ends");
        }
        return outsideLinks++;
    }

    private static int atMost(int count) {
        if (count == MOST) {
            throw new IllegalStateException("a world holds " + MOST + " nodes and as many LANs");
        }
        return count;
    }

    int newProgramNumber() {
        return programs++ & 0xf_ffff;
    }

    void add(Node node) {
        names.add(node.name());
        nodes.put(node.name(), node);
    }

    void add(Lan lan) {
        names.add(lan.name());
        lans.add(lan);
    }

    void add(OutsideEnd end) {
        names.add(end.toString());
    }

    void add(Link link) {
        links.add(link);
    }

    Node node(String name) {
        Node node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException(
                    "no node is called \"" + name + "\"; there are: " + String.join(", ", nodes.keySet()));
        }
        return node;
    }

    List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    List<Lan> lans() {
        return List.copyOf(lans);
    }

    List<Link> links() {
        return List.copyOf(links);
    }
}
