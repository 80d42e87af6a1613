package dev.runbook.pem;

import dev.runbook.AuthorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okio.ByteString;

/** A file of certificates or keys: blocks of PEM (RFC 7468), or other content, which is kept as bytes. */
public record PemFile(Path path, ByteString bytes, List<Block> blocks) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final int LONGEST = 4 * 1024 * 1024;

    /**
     * One decoded block.
     *
     * @param encrypted whether its headers say so, as in OpenSSL's old keys; its content is not decrypted then
     */
    public record Block(String label, ByteString content, boolean encrypted) {}

    /** @throws AuthorException one clause, if the file does not exist or cannot be read */
    public static PemFile read(Path path) {
        try {
            if (Files.size(path) > LONGEST) {
                throw new AuthorException(path + " is not a certificate file: it is longer than 4 MiB");
            }
            ByteString bytes = ByteString.of(Files.readAllBytes(path));
            return new PemFile(path, bytes, blocks(bytes.string(StandardCharsets.ISO_8859_1), path));
        } catch (NoSuchFileException e) {
            throw new AuthorException("there is no file " + path, e);
        } catch (IOException e) {
            throw new AuthorException(path + " cannot be read by this user", e);
        }
    }

    public boolean pem() {
        return !blocks.isEmpty();
    }

    public List<Block> labelled(String label) {
        return blocks.stream().filter(block -> block.label().endsWith(label)).toList();
    }

    private static List<Block> blocks(String text, Path path) {
        Matcher blocks = BLOCK.matcher(text);
        return blocks.results()
                .map(found -> {
                    String content = found.group(2);
                    boolean headers = content.startsWith("Proc-Type:");
                    return new Block(found.group(1), headers ? ByteString.EMPTY : decoded(content, path), headers);
                })
                .toList();
    }

    private static ByteString decoded(String content, Path path) {
        try {
            return ByteString.of(Base64.getMimeDecoder().decode(content));
        } catch (IllegalArgumentException e) {
            throw new AuthorException(path + " is damaged: a block in it is not base64", e);
        }
    }
}
