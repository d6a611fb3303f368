/**
 * Engine.IO and Socket.IO for clients that Gatling runs, over WebSocket and long-polling. It covers
 * what load clients need and no more.
 */
package io.socketionats.load.protocol;
