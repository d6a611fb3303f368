package io.socketionats.adapter;

import io.nats.client.ConnectionListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what an adapter reports. */
final class RecordingListener implements AdapterListener {
  final List<AdapterError> errors = new CopyOnWriteArrayList<>();
  final List<DroppedFrame> dropped = new CopyOnWriteArrayList<>();
  final List<ConnectionListener.Events> events = new CopyOnWriteArrayList<>();

  @Override
  public void error(AdapterError error) {
    errors.add(error);
  }

  @Override
  public void dropped(DroppedFrame frame) {
    dropped.add(frame);
  }

  @Override
  public void connection(ConnectionListener.Events event) {
    events.add(event);
  }

  List<AdapterError.Kind> kinds() {
    return errors.stream().map(AdapterError::kind).toList();
  }
}
