package dev.netrarium.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a probability: {@code 2%}, {@code 0.5%}, {@code 0.02}. */
final class ProbabilityConverter implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
        boolean percent = text.endsWith("%");
        try {
            double number = Double.parseDouble(percent ? text.substring(0, text.length() - 1) : text);
            double probability = percent ? number / 100 : number;
            if (probability >= 0 && probability <= 1) {
                return probability;
            }
        } catch (NumberFormatException e) {
            throw new TypeConversionException(advice(text));
        }
        throw new TypeConversionException(advice(text));
    }

    private static String advice(String text) {
        return "\"" + text + "\" is no probability: write 2% or 0.02, from 0 to 100%";
    }
}
