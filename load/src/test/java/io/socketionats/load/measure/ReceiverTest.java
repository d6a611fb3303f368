package io.socketionats.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client's account says exactly what was wrong with its deliveries. */
class ReceiverTest {
  private static final int ROOM = 0;
  private static final int OTHER_ROOM = 1;
  private static final int HERE = 0;
  private static final int ELSEWHERE = 1;

  private final Receiver receiver = new Receiver(HERE);
  private Ledger ledger;

  @BeforeEach
  void joinAndOpen() {
    receiver.joining(ROOM);
    receiver.joined(ROOM);
    ledger = open(1);
  }

  private Ledger open(int level) {
    long now = Micros.now();
    Ledger fresh = new Ledger(0, level, 2, now, now + 60_000_000);
    receiver.open(fresh);
    return fresh;
  }

  private Stamp publish(int node) {
    return ledger.issue(ROOM, 3, node, Micros.now());
  }

  private List<Stamp> publish(int count, int node) {
    List<Stamp> stamps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      stamps.add(publish(node));
    }
    return stamps;
  }

  private void arrive(Stamp stamp) {
    receiver.arrived("42/chat,[\"m\",\"" + stamp.payload(100) + "\"]");
  }

  private Tally close() {
    return ledger.close(receiver.demand(), 0);
  }

  @Test
  void findsNothingWrongWithWhatCameOnce() {
    publish(100, HERE).forEach(this::arrive);
    publish(50, ELSEWHERE).forEach(this::arrive);
    Tally tally = close();
    assertThat(tally.wrong().total()).isZero();
    assertThat(tally.published()).isEqualTo(150);
    assertThat(tally.deliveries().expected()).isEqualTo(150);
    assertThat(tally.deliveries().received()).isEqualTo(150);
    assertThat(tally.inTime()).isEqualTo(150);
    assertThat(tally.latencies().sameNode().getTotalCount()).isEqualTo(100);
    assertThat(tally.latencies().crossNode().getTotalCount()).isEqualTo(50);
  }

  @Test
  void countsWhatDidNotCome() {
    List<Stamp> stamps = publish(100, HERE);
    stamps.subList(10, 97).forEach(this::arrive);
    assertThat(close())
        .returns(13L, tally -> tally.wrong().lost())
        .returns(13L, tally -> tally.wrong().total());
  }

  @Test
  void countsWhatCameAgain() {
    publish(70, HERE).forEach(stamp -> List.of(stamp, stamp).forEach(this::arrive));
    assertThat(close())
        .returns(70L, tally -> tally.wrong().duplicated())
        .returns(70L, tally -> tally.deliveries().received())
        .returns(70L, tally -> tally.wrong().total());
  }

  @Test
  void doesNotLetALossHideBehindADuplicate() {
    List<Stamp> stamps = publish(2, HERE);
    arrive(stamps.get(0));
    arrive(stamps.get(0));
    assertThat(close())
        .returns(1L, tally -> tally.wrong().lost())
        .returns(1L, tally -> tally.wrong().duplicated());
  }

  @Test
  void countsWhatCameOutOfOrder() {
    List<Stamp> stamps = publish(3, HERE);
    arrive(stamps.get(2));
    arrive(stamps.get(0));
    arrive(stamps.get(1));
    assertThat(close())
        .returns(2L, tally -> tally.wrong().reordered())
        .returns(0L, tally -> tally.wrong().lost());
  }

  @Test
  void leavesTheOrderOfTwoPublishersAlone() {
    Stamp first = ledger.issue(ROOM, 1, HERE, 0);
    Stamp second = ledger.issue(ROOM, 2, ELSEWHERE, 0);
    arrive(second);
    arrive(first);
    assertThat(close().wrong().total()).isZero();
  }

  @Test
  void countsWhatWasForAnotherRoom() {
    arrive(ledger.issue(OTHER_ROOM, 0, HERE, 0));
    assertThat(close())
        .returns(1L, tally -> tally.wrong().leaked())
        .returns(0L, tally -> tally.deliveries().received());
  }

  @Test
  void countsWhatWasForClientsOfAnotherInjector() {
    arrive(new Stamp(7, 1, ROOM, 0, HERE, 0, 0));
    assertThat(close().wrong().leaked()).isEqualTo(1);
  }

  @Test
  void countsWhatNobodySent() {
    arrive(new Stamp(0, 1, ROOM, 0, HERE, 5, 0));
    assertThat(close().wrong().leaked()).isEqualTo(1);
  }

  @Test
  void countsWhatIsSentAfterTheClientHasLeft() throws InterruptedException {
    receiver.leaving(ROOM);
    receiver.left(ROOM);
    long left = Micros.now();
    while (Micros.now() <= left + 1) {
      Thread.onSpinWait();
    }
    arrive(publish(ELSEWHERE));
    assertThat(close())
        .returns(1L, tally -> tally.wrong().leaked())
        .returns(0L, tally -> tally.deliveries().expected());
  }

  @Test
  void demandsNothingOfWhatIsSentWhileAClientLeaves() {
    receiver.leaving(ROOM);
    Stamp first = publish(HERE);
    publish(HERE);
    arrive(first);
    assertThat(close())
        .returns(0L, tally -> tally.deliveries().expected())
        .returns(1L, tally -> tally.deliveries().received())
        .returns(0L, tally -> tally.wrong().total());
  }

  @Test
  void demandsWhatIsSentAfterAJoin() {
    receiver.leaving(ROOM);
    receiver.left(ROOM);
    receiver.joining(ROOM);
    receiver.joined(ROOM);
    publish(HERE);
    assertThat(close())
        .returns(1L, tally -> tally.deliveries().expected())
        .returns(1L, tally -> tally.wrong().lost());
  }

  @Test
  void takesBackWhatCouldNotBeSent() {
    ledger.cancel(publish(HERE));
    assertThat(close())
        .returns(0L, Tally::published)
        .returns(0L, tally -> tally.deliveries().expected())
        .returns(0L, tally -> tally.wrong().lost());
  }

  @Test
  void countsNothingOfALevelThatIsOver() {
    Stamp old = publish(HERE);
    ledger = open(2);
    arrive(old);
    assertThat(close())
        .returns(0L, tally -> tally.deliveries().received())
        .returns(0L, tally -> tally.wrong().total());
  }

  @Test
  void countsWhatComesLongAfterTheEndAsLateAndNotAsLost() {
    Stamp stamp = publish(HERE);
    receiver.arrived(stamp, ledger.end() + Ledger.GRACE + 1);
    assertThat(close())
        .returns(1L, tally -> tally.deliveries().late())
        .returns(1L, tally -> tally.deliveries().received())
        .returns(0L, Tally::inTime)
        .returns(0L, tally -> tally.wrong().lost());
  }

  @Test
  void ignoresFramesThatAreNotOfALoadRun() {
    List.of(
            "40/chat,{\"sid\":\"x\"}",
            "431[\"ok\"]",
            "42[\"m\",\"hello\"]",
            "42[\"m\",\"1|2\"]",
            "6")
        .forEach(receiver::arrived);
    assertThat(close())
        .returns(0L, tally -> tally.deliveries().received())
        .returns(0L, tally -> tally.wrong().total());
  }

  @Test
  void measuresFromTheIntendedTime() {
    Stamp stamp = ledger.issue(ROOM, 0, ELSEWHERE, Micros.now() - 5_000_000);
    arrive(stamp);
    Tally tally = close();
    assertThat(tally.latencies().crossNode().getMinValue()).isGreaterThanOrEqualTo(4_990_000);
    assertThat(tally.latencies().lag().getMinValue()).isGreaterThanOrEqualTo(4_990_000);
  }

  @Test
  void addsTheAccountsOfTwoInjectors() {
    publish(3, HERE).forEach(this::arrive);
    Tally one = close();
    Tally both = one.plus(one);
    assertThat(both.deliveries().received()).isEqualTo(6);
    assertThat(both.latencies().all().getTotalCount()).isEqualTo(6);
  }
}
