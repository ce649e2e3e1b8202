//! Sequence numbers: they rise within a shard, without gaps, as numbers and as the texts that AWS prints.

use crate::support::{any_plan, any_script, entry, plan, put_records, run, seconds, stream, traffic, world};
use proptest::prelude::*;
use shardscope::engine::api::response::Response;
use shardscope::engine::command::Outcome;
use shardscope::engine::stream::sequence::SequenceNumber;
use shardscope::engine::time::SimTime;
use std::collections::BTreeMap;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn indices_have_no_gaps_and_texts_rise_with_them(plan in any_plan(), script in any_script(6)) {
        let mut world = world(&plan);
        run(&mut world, &script, seconds(25));
        for shard in &stream(&world).shards {
            let number = |index, stored| SequenceNumber {
                shard_created: shard.numbered_from,
                shard: shard.id,
                index,
                stored,
            };
            let mut text = number(0, shard.numbered_from).to_string();
            let mut next = 1;
            for batch in shard.log().batches() {
                prop_assert_eq!(batch.first_index, next);
                prop_assert!(batch.records > 0 && batch.first_arrival <= batch.last_arrival);
                let last_index = next + batch.records - 1;
                let ends = [(next, batch.first_arrival), (last_index, batch.last_arrival)];
                for (index, stored) in ends.into_iter().take(batch.records.min(2) as usize) {
                    let later = number(index, stored).to_string();
                    // Texts of one length: their order is that of the numbers.
                    prop_assert_eq!(later.len(), text.len());
                    prop_assert!(later > text);
                    text = later;
                }
                next += batch.records;
            }
            prop_assert_eq!(next - 1, shard.totals.accepted_records);
        }
    }
}

#[test]
fn numbers_answered_to_requests_rise_among_generated_traffic() {
    let mut world = world(&plan(4, vec![traffic(500), traffic(20)]));
    let mut last: BTreeMap<u32, String> = BTreeMap::new();
    for step in 1..600_u64 {
        world.advance_to(SimTime(step * 7_001));
        let entries = (0..3).map(|i| entry(&format!("key-{step}-{i}"), 10)).collect();
        let Ok(Outcome::Answered(Response::PutRecords { records: results, .. })) = world.execute(put_records(entries))
        else {
            panic!("the entries are valid");
        };
        for stored in results.into_iter().map(Result::unwrap) {
            let text = stored.sequence_number.to_string();
            assert_eq!(text.len(), 56);
            let before = last.insert(stored.shard.0, text.clone());
            assert!(before.is_none_or(|before| before < text), "{text}");
            let newest = stream(&world).shards[stored.shard.0 as usize].log().newest().unwrap();
            assert!(newest.first_index >= stored.sequence_number.index);
        }
    }
    assert_eq!(last.len(), 4);
}
