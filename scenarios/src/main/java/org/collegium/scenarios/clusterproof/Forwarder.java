package org.collegium.scenarios.clusterproof;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hands connections on to a server of this machine that listens on the loopback interface only, and can be cut off from
 * it.
 */
final class Forwarder implements AutoCloseable {
  private static final int BACKLOG = 64;

  private final InetAddress address;
  private final int port;
  private final int target;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private volatile ServerSocket door;

  private Forwarder(ServerSocket door, int target) {
    this.address = door.getInetAddress();
    this.port = door.getLocalPort();
    this.door = door;
    this.target = target;
  }

  /**
   * Begins.
   *
   * @param address to listen at
   * @param target port on the loopback interface
   */
  static Forwarder start(String address, int target) throws IOException {
    Forwarder forwarder =
        new Forwarder(new ServerSocket(0, BACKLOG, InetAddress.getByName(address)), target);
    forwarder.listen(forwarder.door);
    return forwarder;
  }

  int port() {
    return port;
  }

  /** From now on there are no connections, and new ones are refused. */
  void cut() throws IOException {
    door.close();
    open.forEach(this::end);
  }

  /** Connections are handed on again, on the same port. */
  void heal() throws IOException {
    door = new ServerSocket(port, BACKLOG, address);
    listen(door);
  }

  private void listen(ServerSocket at) {
    Thread.ofVirtual().name("forwarder").start(() -> accept(at));
  }

  private void accept(ServerSocket at) {
    while (!at.isClosed()) {
      try {
        Socket from = at.accept();
        open.add(from);
        if (at.isClosed()) {
          end(from);
        } else {
          Thread.ofVirtual().start(() -> join(from));
        }
      } catch (IOException e) {
        end(at);
      }
    }
  }

  private void join(Socket from) {
    try (Socket to = new Socket(InetAddress.getLoopbackAddress(), target)) {
      open.add(to);
      Thread back = Thread.ofVirtual().start(() -> copy(to, from));
      copy(from, to);
      back.join();
    } catch (IOException | InterruptedException e) {
      // Who connected learns of it by the end of the connection.
      end(from);
    }
  }

  private void copy(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      // Either side may end at any time, and takes the other along.
      end(to);
    } finally {
      end(from);
      end(to);
    }
  }

  private void end(Closeable each) {
    open.remove(each);
    try {
      each.close();
    } catch (IOException e) {
      // It is of no use any more either way.
      open.remove(each);
    }
  }

  @Override
  public void close() throws IOException {
    cut();
  }
}
