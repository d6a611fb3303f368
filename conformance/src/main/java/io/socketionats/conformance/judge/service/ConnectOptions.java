package io.socketionats.conformance.judge.service;

import java.util.Map;

/**
 * How a client connects; the fields of {@code connect} in {@code docs/client-protocol.md}.
 *
 * @param url of the server, without a path
 * @param auth credentials; empty for none
 * @param reconnect whether it comes back by itself after its connection is lost, with the delays
 *     that are its library's default
 */
record ConnectOptions(
    String url,
    String namespace,
    ClientKind.Transport transport,
    Map<String, String> auth,
    boolean reconnect) {}
