package studio.viseme.compute.cpu;

import studio.viseme.job.Workers;

/**
 * Cuts a range of items into blocks of a fixed size, so that the cut doesn't depend on the number
 * of threads.
 */
final class Parts {
  private Parts() {}

  @FunctionalInterface
  interface Body {
    /** Works on items {@code from} … {@code to − 1}, which are block number {@code block}. */
    void accept(int block, int from, int to);
  }

  static int blocks(int count, int blockSize) {
    return (count + blockSize - 1) / blockSize;
  }

  static void forEach(Workers workers, int count, int blockSize, Body body) {
    workers.forEach(
        blocks(count, blockSize),
        block -> body.accept(block, block * blockSize, Math.min(count, (block + 1) * blockSize)));
  }
}
