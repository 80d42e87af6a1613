package dev.runbook.action.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SocketFactory;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * Connects to a host through an open session to another one, with end-to-end encryption: the jump host sees no plain
 * text.
 */
final class JumpHost implements Proxy {
    private final Session through;
    private Channel channel;
    private InputStream in;
    private OutputStream out;

    JumpHost(Session through) {
        this.through = through;
    }

    @Override
    public void connect(SocketFactory factory, String host, int port, int timeout) throws Exception {
        channel = through.getStreamForwarder(host, port);
        in = channel.getInputStream();
        out = channel.getOutputStream();
        channel.connect(timeout);
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public Socket getSocket() {
        return null; // there is none; the library asks before it sets options
    }

    @Override
    public void close() {
        if (channel != null) {
            channel.disconnect();
        }
    }
}
