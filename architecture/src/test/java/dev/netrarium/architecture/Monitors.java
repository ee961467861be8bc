package dev.netrarium.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.reflect.AccessFlag;
import java.util.stream.Stream;

/** Finds {@code synchronized}, methods and blocks, in a class file's instructions. */
final class Monitors {
    private Monitors() {}

    /** A sentence for each method of the class that locks a monitor. */
    static Stream<String> of(JavaClass type) {
        try (InputStream in = type.getSource().orElseThrow().getUri().toURL().openStream()) {
            return ClassFile.of().parse(in.readAllBytes()).methods().stream()
                    .flatMap(method -> of(type.getName() + "." + method.methodName() + "()", method));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> of(String name, MethodModel method) {
        Stream<String> itself =
                method.flags().has(AccessFlag.SYNCHRONIZED) ? Stream.of(name + " is synchronized") : Stream.of();
        boolean locks = method.code().stream()
                .flatMap(code -> code.elementStream())
                .anyMatch(element ->
                        element instanceof MonitorInstruction monitor && monitor.opcode() == Opcode.MONITORENTER);
        return locks ? Stream.concat(itself, Stream.of(name + " has a synchronized block")) : itself;
    }
}
