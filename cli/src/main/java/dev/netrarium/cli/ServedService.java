package dev.netrarium.cli;

import dev.netrarium.internet.programs.SmallService;
import dev.netrarium.internet.programs.WebServer;
import dev.netrarium.web.handlers.StaticFiles;
import dev.netrarium.world.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A service to be offered, as {@code --serve} names it: {@code http=80:DIR}, {@code echo=7}, {@code discard=9},
 * {@code chargen=19}.
 *
 * @param folder what a web server shows; null for the others
 */
record ServedService(String name, int port, @Nullable Path folder) {

    /**
     * The program that offers it.
     *
     * @throws IOException when the folder cannot be read
     */
    Program program() throws IOException {
        return folder != null
                ? new WebServer(port, new StaticFiles(folder))
                : new SmallService(SmallService.Kind.valueOf(name.toUpperCase(Locale.ROOT)), port);
    }

    /** Reads one service. */
    static final class Converter implements ITypeConverter<ServedService> {
        @Override
        public ServedService convert(String text) {
            int equals = text.indexOf('=');
            String name = equals < 0 ? text : text.substring(0, equals);
            String rest = equals < 0 ? "" : text.substring(equals + 1);
            int colon = rest.indexOf(':');
            int port = port(colon < 0 ? rest : rest.substring(0, colon), text);
            Path folder = colon < 0 ? null : Path.of(rest.substring(colon + 1));
            boolean known = switch (name) {
                case "http" -> folder != null;
                case "echo", "discard", "chargen" -> folder == null;
                default -> false;
            };
            if (!known) {
                throw wrong(text);
            }
            return new ServedService(name, port, folder);
        }

        private static int port(String digits, String text) {
            try {
                int port = Integer.parseInt(digits);
                if (port > 0 && port < 65_536) {
                    return port;
                }
            } catch (NumberFormatException e) {
                throw wrong(text);
            }
            throw wrong(text);
        }

        private static TypeConversionException wrong(String text) {
            return new TypeConversionException(
                    "\"" + text + "\" is no service: write http=80:FOLDER, echo=7, discard=9 or chargen=19");
        }
    }
}
