// Sequence numbers as they are built: 47 hexadecimal digits, printed as a decimal number of 56.

const SHIFTS = { shard: [4n, 32n], time: [36n, 36n], index: [80n, 64n], created: [148n, 36n] };
const LAST_INDEX = 0x7fff_ffff_ffff_ffffn;

function part(number, name) {
  const [shift, bits] = SHIFTS[name];
  return (number >> shift) & ((1n << bits) - 1n);
}

function put(number, name, value) {
  const [shift, bits] = SHIFTS[name];
  const mask = ((1n << bits) - 1n) << shift;
  return (number & ~mask) | (value << shift);
}

/** What can be done to a number so that it is another shard's, another stream's, or none. */
export const CHANGES = {
  otherShard: (number) => put(number, "shard", part(number, "shard") + 1_000n),
  negativeShard: (number) => put(number, "shard", 0x8000_0000n),
  earlierStream: (number) => put(number, "created", part(number, "created") - 1n),
  laterStream: (number) => put(number, "created", part(number, "created") + 77n),
  farStream: (number) => put(number, "created", 16_025_175_000n),
  future: (number) => put(number, "time", part(number, "time") + 100_000n),
  lastIndex: (number) => put(number, "index", LAST_INDEX),
  indexTooHigh: (number) => put(number, "index", LAST_INDEX + 1n),
  version3: (number) => number + 1n,
  version15: (number) => number + 13n,
  // 2 · creation · nibble · 00 · time · 14 digits of noise · 2 digits of index · shard · 1
  version1: (number) =>
    (2n << 184n) |
    (part(number, "created") << 148n) |
    ((part(number, "shard") & 15n) << 144n) |
    (part(number, "time") << 100n) |
    (7n << 36n) |
    (part(number, "shard") << 4n) |
    1n,
  // 1 · creation · 00 · 16 digits of noise · the lower half of the shard
  version0: (number) => (1n << 124n) | (part(number, "created") << 88n) | (part(number, "shard") & 0xffffn),
  short: (number) => number / 10n,
  long: (number) => number * 10n,
};

/** A decimal number, changed. */
export const changed = (decimal, change) => (change ? CHANGES[change](BigInt(decimal)).toString() : decimal);

/** Whether a number is of the present layout, and its parts. */
export function parts(decimal) {
  const number = BigInt(decimal);
  return { shard: Number(part(number, "shard")), time_s: Number(part(number, "time")), index: part(number, "index") };
}
