import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.core.EncryptedPdfException;
import org.verapdf.core.ModelParsingException;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.VeraPDFFoundry;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

/**
 * Validates PDF files with veraPDF: {@code VeraCheck 2a,ua1 one.pdf two.pdf}.
 *
 * <p>Standard output is UTF-8, one tab-separated record a line: {@code fault INDEX FLAVOUR TEXT} for
 * each assertion that failed, then {@code done INDEX FLAVOUR CHECKS} once the file was judged
 * against the flavour. INDEX is the file's place among the arguments. A file without its {@code
 * done} record was not judged.
 */
public final class VeraCheck {
    private static final int FAULTS_SHOWN_PER_RULE = 5;

    private VeraCheck() {}

    public static void main(String[] args) {
        Logger.getLogger("").setLevel(Level.SEVERE);
        VeraGreenfieldFoundryProvider.initialise();
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        String[] files = Arrays.copyOfRange(args, 1, args.length);
        for (String name : args[0].split(",")) {
            PDFAFlavour flavour = PDFAFlavour.fromString(name);
            if (flavour == PDFAFlavour.NO_FLAVOUR) {
                throw new IllegalArgumentException("no such flavour: " + name);
            }
            for (int index = 0; index < files.length; index++) {
                String key = index + "\t" + name + "\t";
                int checks = judge(out, key, flavour, new File(files[index]));
                out.print("done\t" + key + checks + "\n");
            }
        }
        out.flush();
    }

    /** Prints the faults and gives the number of assertions that were checked. */
    private static int judge(PrintStream out, String key, PDFAFlavour flavour, File file) {
        VeraPDFFoundry foundry = Foundries.defaultInstance();
        try (PDFAParser parser = foundry.createParser(file, flavour);
                PDFAValidator validator =
                        foundry.createValidator(
                                flavour, FAULTS_SHOWN_PER_RULE, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            boolean explained = false;
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    fault(out, key, text(assertion));
                    explained = true;
                }
            }
            if (!result.isCompliant() && !explained) {
                fault(out, key, "not compliant, job ended as " + result.getJobEndStatus());
            }
            return result.getTotalAssertions();
        } catch (ModelParsingException | EncryptedPdfException unreadable) {
            fault(out, key, "not readable: " + unreadable.getMessage());
            return 0;
        } catch (Exception broken) {
            throw new IllegalStateException("veraPDF could not judge " + file, broken);
        }
    }

    private static void fault(PrintStream out, String key, String text) {
        out.print("fault\t" + key + text.replaceAll("\\s+", " ") + "\n");
    }

    private static String text(TestAssertion assertion) {
        RuleId rule = assertion.getRuleId();
        String detail = assertion.getErrorMessage();
        return String.format(
                "%s-%d: %s at %s",
                rule.getClause(),
                rule.getTestNumber(),
                detail == null ? assertion.getMessage() : detail,
                assertion.getLocation().getContext());
    }
}
