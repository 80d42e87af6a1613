package dev.runbook.pem;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Converts private keys of older forms to PKCS#8 (RFC 5208), in DER. */
final class Pkcs8 {
    private static final byte[] VERSION = HexFormat.of().parseHex("020100");
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;

    private Pkcs8() {}

    /**
     * @param key in PKCS#1
     */
    static byte[] ofRsa(byte[] key) {
        return der(SEQUENCE, VERSION, RSA, der(OCTETS, key));
    }

    /**
     * @param key in SEC 1 (RFC 5915)
     */
    static byte[] ofEc(byte[] key) {
        return der(SEQUENCE, VERSION, der(SEQUENCE, EC, curve(key)), der(OCTETS, key));
    }

    /** Returns the name of the curve, which a SEC 1 key contains as its parameters. */
    private static byte[] curve(byte[] key) {
        ByteBuffer in = ByteBuffer.wrap(key);
        element(in, SEQUENCE);
        while (in.hasRemaining()) {
            int tag = in.get(in.position()) & 0xff;
            ByteBuffer content = element(in, tag);
            if (tag == PARAMETERS) {
                byte[] name = new byte[content.remaining()];
                content.get(name);
                return name;
            }
        }
        throw new IllegalArgumentException("no curve");
    }

    /** Returns the content of the element that begins here; a constructed element is entered, any other is skipped. */
    private static ByteBuffer element(ByteBuffer in, int tag) {
        if ((in.get() & 0xff) != tag) {
            throw new IllegalArgumentException("no element " + tag);
        }
        int length = in.get() & 0xff;
        if (length > 0x7f) {
            int bytes = length & 0x7f;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = (length << 8) | (in.get() & 0xff);
            }
        }
        ByteBuffer content = in.slice(in.position(), length);
        if (tag != SEQUENCE) {
            in.position(in.position() + length);
        }
        return content;
    }

    private static byte[] der(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] one : contents) {
            content.writeBytes(one);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        int length = content.size();
        if (length > 0xff) {
            element.write(0x82);
            element.write(length >> 8);
        } else if (length > 0x7f) {
            element.write(0x81);
        }
        element.write(length);
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}
