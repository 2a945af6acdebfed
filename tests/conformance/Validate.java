import java.io.FileNotFoundException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import java.util.logging.*;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;

import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.*;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.*;
import org.verapdf.pdfa.validation.profiles.*;
import org.verapdf.pdfa.validation.validators.*;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Check PDF files against PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) with the veraPDF library, all in one JVM.
 *
 * <p>Usage: {@code Validate FILE_OR_FOLDER...}; of a folder, every PDF below it. Prints each rule that fails, with up
 * to three places, and one line that sums up. Exit: 0 all conform, 1 some rule failed, 2 a file could not be checked.
 */
public class Validate {
    private static final Map<PDFAFlavour, String> STANDARDS = new EnumMap<>(Map.of(
            PDFAFlavour.PDFUA_1, "PDFUA-1", PDFAFlavour.PDFA_2_A, "PDFA-2A"));
    private static final int PLACES = 3;
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] arguments) throws Exception {
        List<Path> files = pdfFiles(arguments);
        if (files.isEmpty()) {
            System.err.println("Validate: no PDF files in " + String.join(" ", arguments));
            System.exit(2);
        }
        for (Handler handler : Logger.getLogger("").getHandlers()) handler.setLevel(Level.SEVERE);
        VeraGreenfieldFoundryProvider.initialise();
        Map<PDFAFlavour, ValidationProfile> profiles = new EnumMap<>(PDFAFlavour.class);
        for (var standard : STANDARDS.entrySet()) profiles.put(standard.getKey(), profile(standard.getValue()));

        int failed = 0, unreadable = 0;
        for (Path file : files) {
            try {
                boolean conforms = true;
                for (ValidationProfile profile : profiles.values()) conforms &= check(file, profile);
                if (!conforms) failed++;
            } catch (Throwable problem) {  // the library lets errors of any kind through
                OUT.printf("ERROR %s: %s%n", file, problem);
                unreadable++;
            }
        }
        OUT.printf("PDF/UA-1 and PDF/A-2a: %d files, %d do not conform, %d could not be checked%n",
                files.size(), failed, unreadable);
        System.exit(unreadable > 0 ? 2 : failed > 0 ? 1 : 0);
    }

    private static List<Path> pdfFiles(String[] arguments) throws Exception {
        List<Path> files = new ArrayList<>();
        for (String argument : arguments) {
            try (Stream<Path> below = Files.walk(Path.of(argument))) {
                below.filter(path -> path.toString().endsWith(".pdf") && Files.isRegularFile(path)).sorted().forEach(files::add);
            }
        }
        return files;
    }

    private static boolean check(Path file, ValidationProfile profile) throws Exception {
        PDFAFlavour flavour = profile.getPDFAFlavour();
        ValidatorConfig config = ValidatorConfigBuilder.defaultBuilder().flavour(flavour).recordPasses(false)
                .maxNumberOfDisplayedFailedChecks(PLACES).showErrorMessages(true).build();
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file.toFile(), flavour);
             PDFAValidator validator = Foundries.defaultInstance().createValidator(config, profile)) {
            ValidationResult result = validator.validate(parser);
            if (!result.isCompliant()) print(file, flavour, result);
            return result.isCompliant();
        }
    }

    private static void print(Path file, PDFAFlavour flavour, ValidationResult result) {
        OUT.printf("FAIL %s [%s]%n", file, flavour.getId());
        Map<RuleId, String> descriptions = new HashMap<>();
        for (Rule rule : result.getValidationProfile().getRules()) descriptions.put(rule.getRuleId(), rule.getDescription());
        List<RuleId> rules = new ArrayList<>(result.getFailedChecks().keySet());
        rules.sort(new Profiles.RuleIdComparator());
        for (RuleId rule : rules) {
            OUT.printf("  clause %s test %d, %d times: %s%n", rule.getClause(), rule.getTestNumber(),
                    result.getFailedChecks().get(rule), oneLine(descriptions.get(rule)));
            result.getTestAssertions().stream()
                    .filter(one -> one.getStatus() == TestAssertion.Status.FAILED && one.getRuleId().equals(rule)).limit(PLACES)
                    .forEach(one -> OUT.printf("    %s%n      at %s%n", oneLine(one.getErrorMessage()), one.getLocation().getContext()));
        }
    }

    /** Read a profile with the JDK's own XML parser: the library's reader needs JAXB, which the jar we use lacks. */
    private static ValidationProfile profile(String name) throws Exception {
        try (InputStream xml = Profiles.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml")) {
            if (xml == null) throw new FileNotFoundException("no profile " + name + " in the veraPDF jar");
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            Element root = factory.newDocumentBuilder().parse(xml).getDocumentElement();
            Set<Rule> rules = new HashSet<>();
            for (Element rule : children(child(root, "rules"), "rule")) rules.add(rule(rule));
            Set<Variable> variables = new HashSet<>();
            for (Element variable : children(child(root, "variables"), "variable"))
                variables.add(Profiles.variableFromValues(attribute(variable, "name"), attribute(variable, "object"),
                        text(variable, "defaultValue"), text(variable, "value")));
            Element details = child(root, "details");
            return Profiles.profileFromValues(PDFAFlavour.valueOf(attribute(root, "flavour")),
                    Profiles.profileDetailsFromValues(text(details, "name"), text(details, "description"),
                            attribute(details, "creator"), new Date(0)),
                    "", rules, variables);
        }
    }

    private static Rule rule(Element rule) {
        Element id = child(rule, "id"), error = child(rule, "error");
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element argument : children(child(error, "arguments"), "argument"))
            arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), attribute(argument, "name"), null));
        List<Reference> references = new ArrayList<>();
        for (Element reference : children(child(rule, "references"), "reference"))
            references.add(Profiles.referenceFromValues(attribute(reference, "specification"), attribute(reference, "clause")));
        String deferred = attribute(rule, "deferred");
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(attribute(id, "specification")),
                        attribute(id, "clause"), Integer.parseInt(attribute(id, "testNumber"))),
                attribute(rule, "object"), deferred == null ? null : Boolean.valueOf(deferred), attribute(rule, "tags"),
                text(rule, "description"), text(rule, "test"),
                Profiles.errorFromValues(text(error, "message"), arguments), references);
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent == null ? null : parent.getFirstChild(); node != null; node = node.getNextSibling())
            if (node instanceof Element && name.equals(node.getLocalName())) found.add((Element) node);
        return found;
    }

    private static Element child(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? null : found.get(0);
    }

    private static String attribute(Element element, String name) {
        return element.hasAttribute(name) ? element.getAttribute(name) : null;
    }

    private static String text(Element parent, String name) {
        Element found = child(parent, name);
        return found == null ? null : found.getTextContent();
    }

    private static String oneLine(String text) {
        return text == null ? "" : text.replaceAll("\\s+", " ").trim();
    }
}
