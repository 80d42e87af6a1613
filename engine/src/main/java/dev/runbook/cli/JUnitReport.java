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
            xml.writeAttribute("tests", Integer.toString(tests()));
            xml.writeAttribute("failures", Long.toString(failures()));
            xml.writeAttribute("errors", "0");
            xml.writeAttribute(
                    "skipped", Integer.toString(suite.triggersNotDrilled().size()));
            xml.writeAttribute(
                    "time",
                    seconds(suite.drills().stream()
                            .mapToLong(SuiteReport.Drill::tookMs)
                            .sum()));
            for (SuiteReport.Drill drill : suite.drills()) {
                write(xml, drill);
            }
            for (TriggerVerdict verdict : suite.triggers()) {
                write(xml, verdict);
            }
            for (NotDrilled trigger : suite.triggersNotDrilled()) {
                write(xml, trigger);
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

    private int tests() {
        return suite.drills().size()
                + suite.triggers().size()
                + suite.triggersNotDrilled().size();
    }

    private long failures() {
        return suite.drills().stream().filter(drill -> !drill.asExpected()).count()
                + suite.triggers().stream()
                        .filter(verdict -> !verdict.asExpected())
                        .count();
    }

    private static void write(XMLStreamWriter xml, TriggerVerdict verdict) throws XMLStreamException {
        startTrigger(xml, verdict.file(), verdict.trigger(), verdict.cause());
        if (!verdict.asExpected()) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", clean(verdict.problem()));
            xml.writeEndElement();
        }
        xml.writeStartElement("system-out");
        xml.writeCharacters(clean(TriggerTable.line(verdict).strip()));
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static void write(XMLStreamWriter xml, NotDrilled trigger) throws XMLStreamException {
        startTrigger(xml, trigger.file(), trigger.trigger(), "no drill");
        xml.writeStartElement("skipped");
        xml.writeAttribute("message", clean(trigger.reason()));
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static void startTrigger(XMLStreamWriter xml, String file, String trigger, String cause)
            throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", clean(file));
        xml.writeAttribute("name", clean("trigger: " + trigger + "; cause: " + cause));
        xml.writeAttribute("time", seconds(0));
    }

    private static String seconds(long ms) {
        return String.format(Locale.ROOT, "%.3f", ms / 1000.0);
    }

    private static String clean(String text) {
        return text.replaceAll(NOT_IN_XML, "?");
    }
}
