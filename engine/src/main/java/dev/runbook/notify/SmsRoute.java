package dev.runbook.notify;

import dev.runbook.environment.Channel.Sms;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.Request;

/** Sends text messages through Twilio. Each recipient gets every part; a part that was accepted is not sent again. */
final class SmsRoute implements Route {
    /** Twilio's limit for one message. */
    private static final int LONGEST = 1600;

    private static final int MOST_PARTS = 4;

    private final Receiver receiver;
    private final Sms sms;
    private final String token;

    SmsRoute(Receiver receiver, Sms sms, String token) {
        this.receiver = receiver;
        this.sms = sms;
        this.token = token;
    }

    @Override
    public int longest() {
        return MessageText.longest(LONGEST, MOST_PARTS);
    }

    @Override
    public void send(Notice notice, DeliveryAttempts attempts) throws IOException {
        List<String> parts = MessageText.parts(notice.text(), LONGEST, MOST_PARTS);
        List<String> failed = new ArrayList<>();
        IOException first = null;
        for (String number : sms.to()) {
            try {
                for (String part : parts) {
                    receiver.send(request(number, part), attempts);
                }
            } catch (IOException rejected) {
                first = first == null ? rejected : first;
                failed.add(number);
            }
        }
        if (first != null && failed.size() < sms.to().size()) {
            throw new IOException("not accepted for " + String.join(", ", failed) + ": " + first.getMessage(), first);
        }
        if (first != null) {
            throw first;
        }
    }

    private Request request(String number, String part) throws IOException {
        FormBody form = new FormBody.Builder()
                .add("To", number)
                .add("From", sms.from())
                .add("Body", part)
                .build();
        return Receiver.request(sms.url() + "/2010-04-01/Accounts/" + sms.account() + "/Messages.json")
                .header("Authorization", Credentials.basic(sms.account(), token))
                .post(form)
                .build();
    }
}
