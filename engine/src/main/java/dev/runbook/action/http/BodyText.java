package dev.runbook.action.http;

import dev.runbook.AuthorException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.FormBody;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;

/** Encodes an {@link HttpBody} as the bytes to send. */
final class BodyText {
    private static final String OCTETS = "application/octet-stream";

    private final HttpValues values;

    BodyText(HttpValues values) {
        this.values = values;
    }

    /** @throws AuthorException when a value is not allowed in its place, or a file does not exist */
    RequestBody content(HttpBody body) {
        if (body instanceof HttpBody.Json json) {
            return bytes(values.json(json.document()), "application/json");
        }
        if (body instanceof HttpBody.Form form) {
            return form(form.fields());
        }
        if (body instanceof HttpBody.Parts parts) {
            return parts(parts.parts());
        }
        HttpBody.Text text = (HttpBody.Text) body;
        return bytes(values.text(text.text(), "the body"), text.contentType());
    }

    private RequestBody form(Map<String, Object> fields) {
        FormBody.Builder form = new FormBody.Builder(StandardCharsets.UTF_8);
        fields.forEach((name, value) -> {
            List<?> several = value instanceof List<?> list ? list : List.of(value == null ? "" : value);
            several.forEach(one -> form.add(name, values.text(one, "form field '" + name + "'")));
        });
        return form.build();
    }

    private RequestBody parts(List<HttpBody.Part> parts) {
        MultipartBody.Builder multipart = new MultipartBody.Builder().setType(MultipartBody.FORM);
        for (HttpBody.Part part : parts) {
            String where = "part '" + part.name() + "'";
            if (part instanceof HttpBody.FilePart filed) {
                FileContent content = file(filed, where);
                multipart.addFormDataPart(part.name(), content.name(), content);
            } else {
                String text = values.text(((HttpBody.TextPart) part).text(), where);
                multipart.addFormDataPart(part.name(), null, RequestBody.create(utf8(text), type(part.contentType())));
            }
        }
        return multipart.build();
    }

    private FileContent file(HttpBody.FilePart part, String where) {
        String name = values.text(part.file(), where);
        try {
            Path file = part.folder().resolve(name).normalize();
            return new FileContent(file, type(Optional.of(part.contentType().orElse(OCTETS))));
        } catch (InvalidPathException unnamable) {
            throw new AuthorException(where + ": '" + name + "' is not a valid file name", unnamable);
        } catch (AuthorException absent) {
            throw new AuthorException(where + ": " + absent.getMessage(), absent);
        }
    }

    private static RequestBody bytes(String text, String contentType) {
        return RequestBody.create(utf8(text), type(Optional.of(contentType)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the media type; null if none is declared, as OkHttp requires. */
    private static MediaType type(Optional<String> contentType) {
        if (contentType.isEmpty()) {
            return null;
        }
        MediaType type = MediaType.parse(contentType.get());
        if (type == null) {
            throw new AuthorException("'" + contentType.get() + "' is not a content type");
        }
        return type;
    }
}
