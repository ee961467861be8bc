package dev.netrarium.cli.tools;

import dev.netrarium.cli.tools.IpTool.Words;
import dev.netrarium.stack.NeighbourEntry;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** {@code ip neigh}: whose link addresses the host knows, ARP's and NDP's alike. */
final class IpNeighbours {
    private final ToolContext context;
    private final @Nullable IpFamily only;

    IpNeighbours(ToolContext context, @Nullable IpFamily only) {
        this.context = context;
        this.only = only;
    }

    void run(Words words) {
        String verb = words.next("show");
        if (IpTool.isShort(verb, "show") || IpTool.isShort(verb, "list")) {
            String dev = words.valueOf("dev");
            words.end();
            for (NeighbourEntry entry :
                    context.ask(() -> context.host().neighbours().list())) {
                if ((only == null || entry.address().family() == only)
                        && (dev == null || entry.interfaceName().equals(dev))) {
                    context.out().println(show(entry));
                }
            }
        } else if (IpTool.isShort(verb, "flush")) {
            words.need("\"all\"");
            words.end();
            context.command(() -> context.host().neighbours().flush(context.now()));
        } else if (IpTool.isShort(verb, "add") || IpTool.isShort(verb, "replace")) {
            add(words);
        } else {
            throw new ToolFailure(
                    IpTool.REFUSED, "Command \"" + verb + "\" is unknown: show, flush all, or add A lladdr M dev D");
        }
    }

    private static String show(NeighbourEntry entry) {
        MacAddress link = entry.link();
        return entry.address() + " dev " + entry.interfaceName() + (link == null ? "" : " lladdr " + link) + " "
                + entry.state();
    }

    private void add(Words words) {
        String link = words.valueOf("lladdr");
        String dev = words.valueOf("dev");
        IpAddress address = Target.literal(words.need("an address"));
        words.end();
        if (link == null || dev == null || address == null) {
            throw new ToolFailure(IpTool.REFUSED, "Device and destination are required arguments.");
        }
        NetInterface on = context.ask(() -> context.host().interfaceNamed(dev));
        if (on == null) {
            throw new ToolFailure(1, "Cannot find device \"" + dev + "\"");
        }
        try {
            MacAddress mac = MacAddress.of(link);
            context.command(() -> context.host().neighbours().setPermanent(on, address, mac));
        } catch (IllegalArgumentException e) {
            throw new ToolFailure(IpTool.REFUSED, "RTNETLINK answers: Invalid argument: " + e.getMessage(), e);
        }
    }
}
