package dev.netrarium.world;

import java.time.Duration;

/**
 * The precision of a world in real time: how much later than planned its events happened.
 *
 * @param events how many were measured
 * @param mean their mean lateness
 * @param most the worst
 */
public record Lateness(long events, Duration mean, Duration most) {}
