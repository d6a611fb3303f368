package io.socketionats.engine;

import io.netty.buffer.ByteBuf;

/** Takes the packets of a payload, one after another. */
interface PacketSink {
  /**
   * @param type a digit of {@link EnginePacket}
   * @param binary whether the data are bytes, else UTF-8
   * @param data not to be kept after the call
   * @return whether the next one is wanted
   * @throws InvalidPacket if it breaks the protocol
   */
  boolean packet(char type, boolean binary, ByteBuf data) throws InvalidPacket;
}
