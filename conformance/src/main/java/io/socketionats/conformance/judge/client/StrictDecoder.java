package io.socketionats.conformance.judge.client;

import io.socket.parser.DecodingException;
import io.socket.parser.IOParser;
import io.socket.parser.Parser;
import java.util.function.Consumer;

/**
 * The client library's decoder, which never lets an exception escape. The library runs all clients
 * of a process on one thread, and an executor whose thread dies takes the next task before those
 * that wait: events of other clients would come out of order.
 */
public final class StrictDecoder implements Parser.Decoder {
  private final Parser.Decoder decoder = new IOParser.Decoder();
  private final Consumer<String> refused;

  /**
   * @param refused told what was wrong with a packet that cannot be parsed or handled
   */
  public StrictDecoder(Consumer<String> refused) {
    this.refused = refused;
  }

  @Override
  public void add(String packet) {
    guarded(() -> decoder.add(packet), packet);
  }

  @Override
  public void add(byte[] attachment) {
    guarded(() -> decoder.add(attachment), attachment.length + " bytes");
  }

  private void guarded(Runnable decoding, String packet) {
    try {
      decoding.run();
    } catch (RuntimeException e) {
      String text = packet.length() <= 100 ? packet : packet.substring(0, 100) + "…";
      refused.accept("it got the packet '%s', which fails with %s".formatted(text, e));
      throw new DecodingException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void destroy() {
    decoder.destroy();
  }

  @Override
  public void onDecoded(Callback callback) {
    decoder.onDecoded(callback);
  }
}
