//! Which recipes a producer remembers.

use super::keys::KeyTable;
use super::sizes::Sizes;
use super::*;
use crate::engine::hash::HashRange;
use crate::engine::ids::ShardId;
use traffic::KeyModel;

#[test]
fn only_recipes_that_made_records_are_kept() {
    let layout = Rc::new(Layout::new(0, (0..).map(ShardId).zip(HashRange::evenly(2)).collect()));
    let traffic = |keys| Traffic {
        rate_records_per_s: 10,
        arrivals: traffic::ArrivalModel::Constant,
        shape: traffic::Shape::Steady,
        burst: None,
        record_size: traffic::RecordSize::default(),
        template: None,
        keys: KeyModel::Uniform { keys },
        retry: Retry::None,
    };
    let table = |keys| {
        let table = Rc::new(KeyTable::new(&KeyModel::Uniform { keys }, &layout, None));
        Content { keys: table, sizes: Sizes::new(&traffic(keys), None), lines: None }
    };
    let mut producer = Producer::new(ProducerId(0), "web".into(), traffic(1), table(1), 1, SimTime::ZERO);
    for _ in 0..3 {
        for keys in 2..50 {
            producer.set_traffic(traffic(keys), table(keys), SimTime::ZERO);
        }
        producer.advance(5, SimTime::ZERO);
    }
    let parts: Vec<Range<u64>> = producer.recipes_of(3..100).map(|(part, _)| part).collect();
    assert_eq!(parts, [3..5, 5..10, 10..100]);
    assert_eq!(producer.recipes.len(), 3);
    assert!(Rc::ptr_eq(producer.recipe_of(14), producer.recipe()));
}
