package dev.runbook.cli;

import dev.runbook.EngineException;
import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The verdict on the drills of a folder in JUnit's XML format, which build servers show as test results. */
record JUnitReport(SuiteReport suite) {
    private static final String NOT_IN_XML = "[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]";

    /** Returns the document. */
    String xml() {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", clean(suite.system() + " in " + suite.environment()));
            xml.writeAttribute("tests", Integer.toString(suite.drills().size()));
            xml.writeAttribute(
                    "failures",
                    Long.toString(suite.drills().stream()
                            .filter(drill -> !drill.asExpected())
                            .count()));
            xml.writeAttribute("errors", "0");
            xml.writeAttribute(
                    "time",
                    seconds(suite.drills().stream()
                            .mapToLong(SuiteReport.Drill::tookMs)
                            .sum()));
            for (SuiteReport.Drill drill : suite.drills()) {
                write(xml, drill);
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException failure) {
            throw new EngineException("cannot write the JUnit report: " + failure.getMessage(), failure);
        }
        return text.append('\n').toString();
    }

    private static void write(XMLStreamWriter xml, SuiteReport.Drill drill) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", clean(drill.runbook()));
        xml.writeAttribute(
                "name",
                clean("broken: " + drill.fault() + "; expected: "
                        + drill.expected().word()));
        xml.writeAttribute("time", seconds(drill.tookMs()));
        if (!drill.asExpected()) {
            xml.writeStartElement("failure");
            xml.writeAttribute(
                    "message",
                    clean(
                            drill.ended() == drill.expected()
                                    ? "the state of the lab is not as declared"
                                    : "ended: " + drill.ended().word()));
            xml.writeCharacters(clean(String.join("\n", drill.reasons())));
            xml.writeEndElement();
        }
        if (!drill.run().isEmpty()) {
            xml.writeStartElement("system-out");
            xml.writeCharacters(
                    clean("runbook show " + drill.run() + "\n" + drill.state().describe()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static String seconds(long ms) {
        return String.format(Locale.ROOT, "%.3f", ms / 1000.0);
    }

    private static String clean(String text) {
        return text.replaceAll(NOT_IN_XML, "?");
    }
}
