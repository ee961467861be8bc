package dev.netrarium.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which host a parameter of a test belongs to: a {@code Node} or {@code Host} itself, its {@code HostSockets}, its
 * {@code Resolver}, or its {@code SocketFactory}, {@code ServerSocketFactory} or {@link
 * dev.netrarium.sockets.NetrariumDatagramSocketFactory}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface On {
    /** The host's name. In a world without a plan, a host of that name is made and joins the LAN. */
    String value();
}
