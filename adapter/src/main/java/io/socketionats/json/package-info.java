/** Strict reading of JSON, for the adapter and the engine; not part of what users are offered. */
package io.socketionats.json;
