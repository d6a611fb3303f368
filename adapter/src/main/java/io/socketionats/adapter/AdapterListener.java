package io.socketionats.adapter;

import io.nats.client.ConnectionListener;

/**
 * Receives errors, dropped frames and connection events. All methods do nothing unless overridden.
 *
 * <p>Methods are called from NATS and Netty threads, several at a time; they must not block. What
 * they throw is ignored. Without a listener of your own, a default one logs through SLF4J, at most
 * 20 lines a minute.
 */
public interface AdapterListener {
  /**
   * Something went wrong and the adapter goes on.
   *
   * @param error what went wrong
   */
  default void error(AdapterError error) {}

  /**
   * A frame was dropped. Not called for {@link DropCause#OWN_FRAME} and {@link
   * DropCause#OTHER_SUBJECT}, which are normal; all causes are counted, see {@link
   * AdapterCounters}.
   *
   * @param frame the frame
   */
  default void dropped(DroppedFrame frame) {}

  /**
   * The state of the connection to NATS changed.
   *
   * @param event the event, as the NATS client names it
   */
  default void connection(ConnectionListener.Events event) {}
}
