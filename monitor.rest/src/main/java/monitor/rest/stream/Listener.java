package monitor.rest.stream;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import monitor.rest.http.Identity;

/**
 * One client of the stream. Writes when the connection takes bytes, on whatever thread brings them,
 * and waits on none: what does not fit into its queue ends it. Thread-safe.
 */
final class Listener implements WriteListener, AsyncListener {
  /** Most bytes that wait for a slow reader. */
  static final int MAX_QUEUED_BYTES = 2 << 20;

  private final Identity identity;
  private final Selection selection;
  private final AsyncContext async;
  private final ServletOutputStream out;
  private final Consumer<Listener> onEnd;
  private final Queue<byte[]> queue = new ArrayDeque<>();
  private long queuedBytes;
  private boolean dirty;
  private boolean ended;

  Listener(
      Identity identity,
      Selection selection,
      AsyncContext async,
      ServletOutputStream out,
      Consumer<Listener> onEnd) {
    this.identity = identity;
    this.selection = selection;
    this.async = async;
    this.out = out;
    this.onEnd = onEnd;
  }

  /** Who listens. */
  Identity identity() {
    return identity;
  }

  /** What it listens to. */
  Selection selection() {
    return selection;
  }

  /** Begins to write. */
  void begin() {
    async.addListener(this);
    out.setWriteListener(this);
  }

  /** Sends bytes, or ends the client if too many wait already. */
  void send(byte[] bytes) {
    boolean slow;
    synchronized (this) {
      if (ended) {
        return;
      }
      slow = queuedBytes + bytes.length > MAX_QUEUED_BYTES;
      if (!slow) {
        queue.add(bytes);
        queuedBytes += bytes.length;
      }
    }
    if (slow) {
      end();
    } else {
      drain();
    }
  }

  @Override
  public void onWritePossible() {
    drain();
  }

  private void drain() {
    try {
      write();
    } catch (IOException | IllegalStateException e) {
      // The client is gone; there is nobody to tell.
      end();
    }
  }

  private synchronized void write() throws IOException {
    while (!ended && out.isReady()) {
      byte[] next = queue.poll();
      if (next != null) {
        queuedBytes -= next.length;
        dirty = true;
        out.write(next);
      } else if (dirty) {
        dirty = false;
        out.flush();
      } else {
        return;
      }
    }
  }

  @Override
  public void onError(Throwable error) {
    end();
  }

  /** Ends the answer; may be called again. */
  void end() {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      queue.clear();
    }
    onEnd.accept(this);
    try {
      async.complete();
    } catch (IllegalStateException e) {
      // The server ended it first.
    }
  }

  @Override
  public void onComplete(AsyncEvent event) {
    end();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    end();
  }

  @Override
  public void onError(AsyncEvent event) {
    end();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}
}
