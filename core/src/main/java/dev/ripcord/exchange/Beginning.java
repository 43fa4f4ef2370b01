package dev.ripcord.exchange;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Hears a body until its end, or until it has more bytes than are wanted. */
final class Beginning implements HttpResponse.BodySubscriber<Beginning.Heard> {
  private final int most;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<Heard> through = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  Beginning(int most) {
    this.most = most;
  }

  /**
   * @param whole whether nothing is missing
   */
  record Heard(String text, boolean whole) {}

  @Override
  public CompletionStage<Heard> getBody() {
    return through;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    this.subscription = given;
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      byte[] some = new byte[Math.min(buffer.remaining(), most + 1 - bytes.size())];
      buffer.get(some);
      bytes.writeBytes(some);
    }
    Flow.Subscription current = subscription;
    if (bytes.size() > most && current != null) {
      current.cancel();
      boolean unused = through.complete(new Heard(text(), false));
    }
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void onError(Throwable thrown) {
    boolean unused = through.completeExceptionally(thrown);
  }

  @Override
  public void onComplete() {
    boolean unused = through.complete(new Heard(text(), true));
  }
}
