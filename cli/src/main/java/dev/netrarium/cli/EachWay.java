package dev.netrarium.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What holds for each way of a cable, as options give it: one value for both ways, or two with a comma, there and back.
 *
 * @param there away from who was named first: from the first device to the second, from the kernel's device to the host,
 *     out of the home
 * @param back the other way
 */
record EachWay<T>(T there, T back) {
    /** One of the two. */
    T way(boolean isThere) {
        return isThere ? there : back;
    }

    /** Reads one value or two by the converter of one. */
    abstract static class Converter<T> implements ITypeConverter<EachWay<T>> {
        private final ITypeConverter<T> one;

        Converter(ITypeConverter<T> one) {
            this.one = one;
        }

        @Override
        public EachWay<T> convert(String text) throws Exception {
            int comma = text.indexOf(',');
            if (comma < 0) {
                T both = one.convert(text);
                return new EachWay<>(both, both);
            }
            return new EachWay<>(one.convert(text.substring(0, comma)), one.convert(text.substring(comma + 1)));
        }
    }

    static final class OfDuration extends Converter<Duration> {
        OfDuration() {
            super(new DurationConverter());
        }
    }

    static final class OfProbability extends Converter<Double> {
        OfProbability() {
            super(new ProbabilityConverter());
        }
    }

    static final class OfRate extends Converter<Long> {
        OfRate() {
            super(new RateConverter());
        }
    }

    /** A number of frames. */
    static final class OfFrames extends Converter<Integer> {
        private static final int MOST = 1_000_000;

        OfFrames() {
            super(OfFrames::frames);
        }

        private static Integer frames(String text) {
            try {
                int frames = Integer.parseInt(text);
                if (frames >= 1 && frames <= MOST) {
                    return frames;
                }
            } catch (NumberFormatException e) {
                throw wrong(text);
            }
            throw wrong(text);
        }

        private static TypeConversionException wrong(String text) {
            return new TypeConversionException("\"" + text + "\" is no number of frames from 1 to " + MOST);
        }
    }
}
