package dev.ripcord.exchange;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Hears an answer until its end, or until enough is heard. */
final class Listener implements HttpResponse.BodySubscriber<@Nullable Void> {
  private final Heard heard;
  private final CompletableFuture<@Nullable Void> through = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  Listener(Heard heard) {
    this.heard = heard;
  }

  @Override
  public CompletionStage<@Nullable Void> getBody() {
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
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      heard.add(bytes, bytes.length);
    }
    Flow.Subscription current = subscription;
    if (heard.full() && current != null) {
      current.cancel();
      boolean unused = through.complete(null);
    }
  }

  @Override
  public void onError(Throwable thrown) {
    boolean unused = through.completeExceptionally(thrown);
  }

  @Override
  public void onComplete() {
    boolean unused = through.complete(null);
  }
}
