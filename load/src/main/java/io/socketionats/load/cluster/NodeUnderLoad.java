package io.socketionats.load.cluster;

import java.net.URI;

/**
 * A node that clients connect to.
 *
 * @param name its name in results
 * @param implementation id of its implementation; {@code unknown} when only its address is known
 * @param url address of its Socket.IO server, {@code http://host:port}
 * @param pid its process on this machine; 0 when it is not known
 */
public record NodeUnderLoad(String name, String implementation, URI url, long pid) {}
