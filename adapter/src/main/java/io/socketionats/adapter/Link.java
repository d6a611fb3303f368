package io.socketionats.adapter;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.Connection;
import io.nats.client.Options;
import java.util.List;
import java.util.Objects;

/** The options that adapters and emitters share. */
final class Link {
  private List<String> servers = List.of();
  private Connection connection;
  private Options.Builder options;
  private String key;
  private String delimiter = ".";
  private Dialect dialect = Dialect.SOCKET_IO_NATS;
  private AdapterListener listener;
  private ObjectMapper mapper = new ObjectMapper();

  void servers(String... urls) {
    servers = List.of(urls);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("servers: at least one is needed");
    }
    for (String url : servers) {
      if (url.isBlank() || Text.breaksProtocolLine(url)) {
        throw new IllegalArgumentException(
            "servers '" + Text.printable(url) + "' must be a URL such as nats://host:4222");
      }
    }
  }

  void connection(Connection value) {
    connection = Objects.requireNonNull(value, "connection");
  }

  void options(Options.Builder value) {
    options = Objects.requireNonNull(value, "options");
  }

  void key(String value) {
    key = Objects.requireNonNull(value, "key");
  }

  void delimiter(String value) {
    delimiter = Objects.requireNonNull(value, "delimiter");
  }

  void dialect(Dialect value) {
    dialect = Objects.requireNonNull(value, "dialect");
  }

  void listener(AdapterListener value) {
    listener = Objects.requireNonNull(value, "listener");
  }

  void mapper(ObjectMapper value) {
    mapper = Objects.requireNonNull(value, "mapper");
  }

  Subjects subjects() {
    return new Subjects(key == null ? dialect.defaultKey() : key, delimiter, dialect);
  }

  Monitor monitor() {
    return new Monitor(listener == null ? new LoggingListener() : listener);
  }

  ArgumentWriter arguments() {
    return new ArgumentWriter(mapper);
  }

  Broker connect(Monitor monitor) {
    if (connection == null) {
      return Broker.open(servers, options, monitor);
    }
    if (!servers.isEmpty()) {
      throw new IllegalArgumentException(
          "servers and connection are both set: a supplied connection has its servers; set one of"
              + " them");
    }
    if (options != null) {
      throw new IllegalArgumentException(
          "options and connection are both set: a supplied connection has its options; set one of"
              + " them");
    }
    if (connection.getStatus() == Connection.Status.CLOSED) {
      throw new IllegalArgumentException("connection is closed: supply an open one");
    }
    return Broker.supplied(connection, monitor);
  }
}
