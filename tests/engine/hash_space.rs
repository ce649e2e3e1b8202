//! The hash space: shards partition it, and the lookup of owners finds what a search from the start finds.

use proptest::prelude::*;
use shardscope::engine::hash::{HashKey, HashRange};
use shardscope::engine::stream::owners::Owners;
use std::collections::BTreeSet;

#[test]
fn the_ranges_of_any_number_of_shards_partition_the_space() {
    for count in 1..=500_u32 {
        let ranges = HashRange::evenly(count);
        assert_eq!(ranges.len(), count as usize);
        assert_eq!(ranges[0].start, HashKey::MIN, "{count}");
        assert_eq!(ranges[ranges.len() - 1].end, HashKey::MAX, "{count}");
        for pair in ranges.windows(2) {
            assert!(pair[0].start <= pair[0].end, "{count}");
            assert_eq!(pair[1].start.0 - pair[0].end.0, 1, "{count}: no gap and no overlap");
        }
        let widths: BTreeSet<u128> =
            ranges[..ranges.len() - 1].iter().map(|range| range.end.0 - range.start.0).collect();
        assert!(widths.len() <= 1, "{count}: all but the last are of one width");
        let (first, last) = (ranges[0], ranges[ranges.len() - 1]);
        let remainder = (last.end.0 - last.start.0) - (first.end.0 - first.start.0);
        assert!(remainder < u128::from(count), "{count}: the last takes the remainder of the division");
    }
}

/// Ranges that end at these keys and at the end of the space.
fn layout(ends: &BTreeSet<u128>) -> Vec<HashRange> {
    let mut start = 0;
    let mut ranges = Vec::new();
    for end in ends.iter().copied().filter(|end| *end < u128::MAX).chain([u128::MAX]) {
        ranges.push(HashRange { start: HashKey(start), end: HashKey(end) });
        start = end.wrapping_add(1);
    }
    ranges
}

/// Keys of any size: even over the space, crowded at either end, or around a multiple of 2^116.
fn any_key() -> impl Strategy<Value = u128> {
    prop_oneof![
        any::<u128>(),
        0_u128..1_000,
        (0_u128..1_000).prop_map(|back| u128::MAX - back),
        (0_u128..4_096, -3_i128..3).prop_map(|(prefix, off)| (prefix << 116).wrapping_add_signed(off)),
    ]
}

proptest! {
    #[test]
    fn owners_are_those_of_a_linear_search(
        ends in proptest::collection::btree_set(any_key(), 0..60),
        keys in proptest::collection::vec(any_key(), 50),
    ) {
        let ranges = layout(&ends);
        let owners = Owners::new(&ranges);
        let edges = ranges.iter().flat_map(|range| [range.start.0, range.end.0]);
        for key in keys.into_iter().chain(edges).map(HashKey) {
            let found = ranges.iter().position(|range| range.contains(key)).unwrap();
            prop_assert_eq!(owners.find(key) as usize, found);
        }
    }

    #[test]
    fn a_decimal_hash_key_reads_back(key in any_key().prop_map(HashKey)) {
        prop_assert_eq!(HashKey::parse(&key.to_string()), Some(key));
    }
}
