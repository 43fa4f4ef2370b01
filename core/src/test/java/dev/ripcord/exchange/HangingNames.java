package dev.ripcord.exchange;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Looks up names as the machine does, but for those below {@code hangs.example}: these hang until
 * nobody holds them. Like a look-up by the C library it ends for no interrupt, and a virtual thread
 * that waits for it keeps its carrier.
 */
public final class HangingNames extends InetAddressResolverProvider {
  private static final AtomicInteger HELD = new AtomicInteger();
  private static final AtomicInteger HANGING = new AtomicInteger();

  /** Until it is closed, names below {@code hangs.example} hang. */
  public static final class Held implements AutoCloseable {
    public Held() {
      int unused = HELD.incrementAndGet();
    }

    /** How many look-ups hang just now. */
    public int hanging() {
      return HANGING.get();
    }

    @Override
    public void close() {
      int unused = HELD.decrementAndGet();
    }
  }

  @Override
  public InetAddressResolver get(Configuration configuration) {
    InetAddressResolver builtin = configuration.builtinResolver();
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
          throws UnknownHostException {
        if (host.endsWith(".hangs.example")) {
          int unused = HANGING.incrementAndGet();
          hang();
          int unusedToo = HANGING.decrementAndGet();
        }
        return builtin.lookupByName(host, policy);
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        return builtin.lookupByAddress(address);
      }
    };
  }

  private static void hang() {
    while (HELD.get() > 0) {
      if (Thread.currentThread().isVirtual()) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(5_000_000);
        boolean unused = Thread.interrupted();
      }
    }
  }

  @Override
  public String name() {
    return "names that hang";
  }
}
