/**
 * The JDK's socket faces over a Netrarium host: {@code java.net} sockets that open no kernel descriptor. Nothing here
 * changes a JVM by being on its class path: a program gets a factory and passes it to whatever takes one.
 */
@NullMarked
package dev.netrarium.sockets;

import org.jspecify.annotations.NullMarked;
