/**
 * Engine.IO and Socket.IO behind netty-socketio's API: what lies between a socket of TCP and
 * netty-socketio's namespaces. {@link io.socketionats.engine.SocketIoEngine} is the way in; {@link
 * io.socketionats.engine.EngineIoServer} serves Engine.IO alone. The package knows nothing of NATS.
 */
package io.socketionats.engine;
