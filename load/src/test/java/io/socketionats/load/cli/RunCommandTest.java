package io.socketionats.load.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be asked for is refused with one sentence and status 2, before anything starts. */
class RunCommandTest {
  @TempDir Path folder;

  private record Ended(int status, String said) {}

  private Ended load(String... arguments) {
    StringWriter err = new StringWriter();
    int status =
        Load.execute(arguments, new PrintWriter(new StringWriter()), new PrintWriter(err, true));
    return new Ended(status, err.toString().strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      textBlock =
          """
          --slo p99=fast        # load: --slo 'p99=fast' cannot be read; write a percentile and a time in us, ms or s: p99=100ms
          --cluster perl        # load: --cluster must be node, java or mixed, got 'perl'
          --cluster mixed --nodes 1 # load: a mixed cluster has 2 nodes or more; got --nodes 1
          --nodes 0             # load: a cluster has 1 node and 1 NATS server or more
          --url ftp://x         # load: --url takes addresses like http://host:port, separated by commas; got 'ftp://x'
          --url http://h:1/path # load: --url takes addresses like http://host:port, separated by commas; got 'http://h:1/path'
          --url http://h:1 --remote f # load: --url and --remote exclude each other
          --simulation poker    # load: --simulation must be rooms, broadcast, chat, churn, connect, node-loss or nats-restart, got 'poker'
          --runtime moon        # load: --runtime must be processes, containers, remote or auto, got 'moon'
          --dialect klingon     # load: --dialect must be socket.io-nats or mickl, got 'klingon'
          --cpus 0              # load: --cpus takes the processors of the cluster and of the generator, such as 0/1 or 0-2/3; got '0'
          --cpus 0-2/2          # load: --cpus 0-2/2: cluster and generator need processors of their own
          --cpus 3-1/0          # load: --cpus: '3-1' is not a range of processors
          --cpus 0/1 --url http://h:1 # load: --cpus is for clusters that are launched here
          --minutes 0           # load: --minutes cannot be 0.0; see load run --help
          --room-size 1         # load: --room-size cannot be 1; see load run --help
          --rate -5             # load: --rate cannot be -5.0; see load run --help
          --name a/b            # load: --name 'a/b': letters, digits, dots, hyphens and underscores
          --minutes 0.5 --cluster node,java # load: --minutes 0.5 leaves 3 s for each of 2 cases, which need 33 s at least: more minutes, fewer cases or shorter levels (--seconds, --hold)
          --minutes 0.5 --nodes 1,2,4 # load: --minutes 0.5 leaves 3 s for each of 2 cases, which need 33 s at least: more minutes, fewer cases or shorter levels (--seconds, --hold)
          --minutes 0.5 --room-size 10,20 # load: --minutes 0.5 leaves 3 s for each of 2 cases, which need 33 s at least: more minutes, fewer cases or shorter levels (--seconds, --hold)
          """)
  void refuses(String options, String sentence) {
    assertThat(load(("run " + options).split(" "))).isEqualTo(new Ended(2, sentence));
  }

  @Test
  void saysThatNobodyIsThere() {
    Ended ended =
        load(
            "run --url http://127.0.0.1:1 --connections 2 --room-size 2 --rate 10 --seconds 1"
                .concat(" --out " + folder)
                .split(" "));
    assertThat(ended.status()).isEqualTo(3);
    assertThat(ended.said()).contains("load: 2 of 2 clients could not connect");
  }
}
