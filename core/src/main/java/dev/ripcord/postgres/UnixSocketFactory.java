package dev.ripcord.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import javax.net.SocketFactory;

/**
 * Has the driver reach a server through a socket in the file system, which only those can who may
 * enter its folder. The driver makes one by its name, so that it is public.
 */
public final class UnixSocketFactory extends SocketFactory {
  private final String file;

  /**
   * @param file of the socket
   */
  public UnixSocketFactory(String file) {
    super();
    this.file = file;
  }

  @Override
  public Socket createSocket() throws IOException {
    return new UnixSocket(SocketChannel.open(StandardProtocolFamily.UNIX), file);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return createSocket();
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket();
  }

  /** As much of a socket as the driver uses; what only TCP has is accepted and does nothing. */
  private static final class UnixSocket extends Socket {
    private final SocketChannel channel;
    private final String file;

    UnixSocket(SocketChannel channel, String file) {
      super();
      this.channel = channel;
      this.file = file;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      boolean unused = channel.connect(UnixDomainSocketAddress.of(file));
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
      connect(endpoint, 0);
    }

    @Override
    public boolean isConnected() {
      return channel.isConnected();
    }

    @Override
    public boolean isClosed() {
      return !channel.isOpen();
    }

    @Override
    public InputStream getInputStream() {
      return Channels.newInputStream(channel);
    }

    @Override
    public OutputStream getOutputStream() {
      return Channels.newOutputStream(channel);
    }

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void setKeepAlive(boolean on) {}

    @Override
    public void setSoTimeout(int timeout) {}

    @Override
    public int getSoTimeout() {
      return 0;
    }

    @Override
    public int getSendBufferSize() {
      return 8192;
    }

    @Override
    public void setSendBufferSize(int size) {}

    @Override
    public void setReceiveBufferSize(int size) {}

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
