// Makes requests bad: each of their members can be left out, have another type, or be beyond what is allowed.

import { ENTRY, OPERATIONS } from "./operations.mjs";

const OTHER_TYPES = [true, false, 0, 1.5, "text", "", [], {}, ["a"], { a: "b" }, null];
const smile = "\u{1f600}";
const repeat = (text, times) => text.repeat(times);
const list = (length, entry) => Array.from({ length }, (_, index) => entry(index));
const map = (length) => Object.fromEntries(list(length, (index) => [`key${index}`, `value${index}`]));

const NUMBERS = ["0", "1", "00", "01", "-1", "1e3", " 1", "1 ", "x5", "5x", "0x", "1.0", "12345678901234567890"];

const BAD = {
  name: ["", "a b", "ä", "a/b", "a".repeat(128), "a".repeat(129), "a\n", smile, repeat(smile, 65), "missing", "-", "."],
  text: ["", "a".repeat(256), "a".repeat(257), repeat(smile, 128), repeat(smile, 129), repeat("ä", 257), "\u0000", " "],
  shard: [
    "",
    "0",
    "000000000000",
    "shardId-0",
    "shardId-000000000000",
    "shardId-0000000000000000000",
    "x-0",
    "0-1",
    "-1",
    "shardId-",
    "shardId--1",
    "shardId-1-2",
    "shardId-00000000000a",
    "shardId-000000000099",
    "shardId-2147483647",
    "shardId-2147483648",
    "shardId-4294967296",
    "shardId-99999999999999999999",
    "shard Id-0",
    "a".repeat(129),
  ],
  hash: [
    ...NUMBERS,
    "340282366920938463463374607431768211455",
    "340282366920938463463374607431768211456",
    "999999999999999999999999999999999999999",
    "1000000000000000000000000000000000000000",
    "",
  ],
  number: [
    ...NUMBERS,
    "21267647932558653966460912964485513215",
    "21267647932558653966460912964485513216",
    "49568749374218235080373793662003016116473266703358230578",
    "9".repeat(56),
    "9".repeat(129),
    "9".repeat(130),
    "",
  ],
  integer: [
    -1,
    0,
    1,
    1.9,
    -0.5,
    10,
    11,
    23,
    24,
    50,
    51,
    168,
    169,
    8760,
    8761,
    10_000,
    10_001,
    2 ** 31,
    1e15,
    -1e15,
    1e300,
  ],
  timestamp: [-1, 0, 1e9, 1.5, 1e12, 253402300800],
  choice: ["", "LATEST ", "latest", "AT_TIMESTAMP", "AFTER", smile],
  iterator: [
    "",
    "x",
    "AAAAAAAAAAE=",
    "AAAAAAAAAAF=",
    "A".repeat(200),
    "A".repeat(512),
    "A".repeat(513),
    "ä",
    "AAAA AAA",
  ],
  blob: [
    "A",
    "AA",
    "AAA",
    "A===",
    "====",
    "AA=A",
    "AAB=",
    "AB==",
    "AAA.",
    "AA A",
    "AAAA\n",
    "ÄÄÄÄ",
    "A=AA",
    "=AAA",
    "AAAAA",
    "-_==",
  ],
  tags: [
    {},
    map(10),
    map(11),
    map(50),
    map(51),
    map(201),
    { "": "a" },
    { ["k".repeat(128)]: "v".repeat(256) },
    { ["k".repeat(129)]: "a" },
    { a: "v".repeat(257) },
    { z: "v".repeat(257), a: "b", 1: "c" },
    { a: 1 },
    { a: [] },
    { a: {} },
    { a: true },
    { a: null },
    { "a%": "b" },
    { a: "b%" },
    { "a,b": "c" },
    { a: "b:c" },
    { a: "x*y" },
    { "aws:a": "b" },
    { é中: "ü" },
    { "tab\tkey": "a" },
    { [smile]: "a" },
  ],
  keys: [
    [],
    list(10, (index) => `key${index}`),
    list(11, (index) => `key${index}`),
    list(50, (index) => `key${index}`),
    list(51, (index) => `key${index}`),
    [""],
    ["k".repeat(128)],
    ["k".repeat(129), "a"],
    [1],
    [[]],
    [{}],
    [null],
    ["a%"],
    ["a*"],
    ["a", "a"],
  ],
  records: [
    [],
    [{}],
    [null],
    ["a"],
    [[]],
    list(500, () => ({ PartitionKey: "k", Data: "" })),
    list(501, () => ({ PartitionKey: "k", Data: "" })),
    list(11, () => ({})),
  ],
};

/** Spoils a request in one or a few ways. */
export function spoil(random, operation, body) {
  if (random.chance(0.01)) return random.pick([[], [body], [1], 1, "text", true]);
  const spoilt = structuredClone(body);
  const ways = random.weighted({ 1: 12, 2: 3, 4: 1 });
  for (let left = Number(ways); left > 0; left--) spoilMember(random, OPERATIONS[operation], spoilt);
  return spoilt;
}

function spoilMember(random, members, body) {
  if (random.chance(0.03)) {
    body[random.pick(["Unknown", "streamName", "ShardID"])] = random.pick(OTHER_TYPES);
    return;
  }
  const name = random.pick(Object.keys(members));
  const type = members[name];
  if (type === "records" && Array.isArray(body[name]) && body[name].length > 0 && random.chance(0.6)) {
    const entry = random.pick(body[name]);
    if (entry !== null && typeof entry === "object") spoilMember(random, ENTRY, entry);
    return;
  }
  switch (random.weighted({ leaveOut: 2, otherType: 4, bad: 10 })) {
    case "leaveOut":
      delete body[name];
      break;
    case "otherType":
      body[name] = structuredClone(random.pick(OTHER_TYPES));
      break;
    default:
      body[name] = structuredClone(random.pick(BAD[type]));
  }
}
