//! The laws of stores, under crashes, pauses, outages, throttles and reshards.

use crate::stores::{act, assert_complete, assert_counts, drain, kcl, lambda, out, planned, store, traffic};
use crate::support::{scale, sources, wait, world};
use proptest::prelude::*;
use shardscope::engine::command::Command;
use shardscope::engine::consumer::ConsumerKind;
use shardscope::engine::consumer::command::{ConsumerCommand, WorkerAction};
use shardscope::engine::consumer::kcl::worker::WorkerId;
use shardscope::engine::consumer::mapping::plan::MappingSettings;
use shardscope::engine::consumer::reader::plan::{FanOutPlan, PollingPlan};
use shardscope::engine::plan::Plan;
use shardscope::engine::store::StoreKind;
use shardscope::engine::store::command::StoreCommand;
use shardscope::engine::store::settings::{BucketSettings, ClusterSettings, DomainSettings, TableSettings};
use shardscope::engine::world::World;

/// What is done to a world with a store.
#[derive(Clone, Copy, Debug)]
enum Blow {
    Worker(WorkerAction),
    Scale(u32),
    Outage(bool),
    Slow(u32),
    Units(u32),
    Rate(u32),
}

fn blows() -> impl Strategy<Value = Vec<(u64, Blow)>> {
    let worker = || (0_u16..5).prop_map(WorkerId);
    let blow = prop_oneof![
        2 => Just(Blow::Worker(WorkerAction::Add)),
        3 => worker().prop_map(|worker| Blow::Worker(WorkerAction::Crash(worker))),
        2 => (worker(), 500_u32..30_000)
            .prop_map(|(worker, for_ms)| Blow::Worker(WorkerAction::Pause { worker, for_ms })),
        1 => worker().prop_map(|worker| Blow::Worker(WorkerAction::Stop(worker))),
        2 => (1_u32..7).prop_map(Blow::Scale),
        2 => any::<bool>().prop_map(Blow::Outage),
        1 => (1_u32..50).prop_map(Blow::Slow),
        1 => (0_u32..200).prop_map(Blow::Units),
        1 => (0_u32..3_000).prop_map(Blow::Rate),
    ];
    prop::collection::vec((1_u64..40, blow), 1..12)
}

fn any_kind() -> impl Strategy<Value = ConsumerKind> {
    let mapping =
        (1_u32..200, 1_u32..5, any::<bool>(), 1_u32..20).prop_map(|(batch_size, lanes, bisects, timeout_s)| {
            let settings = MappingSettings {
                batch_size,
                parallelization_factor: lanes,
                bisect_batch_on_function_error: bisects,
                ..MappingSettings::default()
            };
            lambda(settings, timeout_s)
        });
    let interval = prop::sample::select(vec![0_u32, 5_000, 60_000]);
    prop_oneof![
        3 => (1_u32..4, interval).prop_map(|(workers, interval)| kcl(workers, interval)),
        3 => mapping,
        1 => Just(ConsumerKind::GetRecords(PollingPlan::default())),
        1 => Just(ConsumerKind::FanOut(FanOutPlan::default())),
    ]
}

fn any_store() -> impl Strategy<Value = StoreKind> {
    let cluster = ClusterSettings { copy_overhead_ms: 300, ..ClusterSettings::default() };
    let domain = DomainSettings { bulk_actions: 20, bulk_queue_size: 3, data_nodes: 1, ..DomainSettings::default() };
    let bucket = BucketSettings { puts_per_prefix_per_s: 3, object_size_bytes: 1_024, ..BucketSettings::default() };
    prop_oneof![
        3 => (0_u32..300).prop_map(|write_capacity_units| {
            StoreKind::DynamoDb(TableSettings { write_capacity_units, ..TableSettings::default() })
        }),
        1 => Just(StoreKind::S3(bucket)),
        1 => Just(StoreKind::Redshift(cluster)),
        1 => Just(StoreKind::Elasticsearch(domain)),
    ]
}

fn strike(world: &mut World, blow: Blow) {
    let store = "sink".to_owned();
    let command = match blow {
        Blow::Worker(action) => return act(world, action),
        Blow::Scale(target) => return scale(world, target),
        Blow::Outage(is_out) => StoreCommand::SetOutage { store, is_out },
        Blow::Slow(factor) => StoreCommand::SetSlow { store, factor },
        Blow::Rate(rate) => {
            let command = Command::SetTraffic { producer: "p0".to_owned(), traffic: traffic(rate) };
            world.execute(command).unwrap();
            return;
        }
        Blow::Units(write_capacity_units) => {
            let kind = StoreKind::DynamoDb(TableSettings { write_capacity_units, ..TableSettings::default() });
            StoreCommand::Set { store, kind }
        }
    };
    // Units are those of a table only.
    let _refused_or_not = world.execute(Command::Store(command));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_happens_nothing_is_missed_at_the_store_and_every_repeat_is_known(
        shards in 1_u32..4,
        kind in any_kind(),
        sink in any_store(),
        idempotent in any::<bool>(),
        blows in blows(),
        seed in any::<u64>(),
    ) {
        let planned = Plan { seed, ..planned(shards, 40, kind, sink, idempotent) };
        let mut world = world(&planned);
        for (pause_s, blow) in blows {
            for _ in 0..pause_s {
                wait(&mut world, 1);
                assert_counts(&world);
            }
            strike(&mut world, blow);
        }
        out(&mut world, false);
        strike(&mut world, Blow::Slow(1));
        strike(&mut world, Blow::Units(0));
        let swift = match store(&world).kind() {
            StoreKind::S3(_) => StoreKind::S3(BucketSettings::default()),
            StoreKind::Elasticsearch(_) => StoreKind::Elasticsearch(DomainSettings::default()),
            other => other,
        };
        world.execute(Command::Store(StoreCommand::Set { store: "sink".to_owned(), kind: swift })).unwrap();
        let calm = lambda(MappingSettings::default(), 900);
        let set = ConsumerCommand::Set { consumer: "billing".to_owned(), kind: calm };
        let _only_a_mapping = world.execute(Command::Consumer(set));
        act(&mut world, WorkerAction::Add);
        drain(&mut world, 6_000);
        assert_complete(&world);
        let again = World::replay(&planned, sources(), world.journal(), world.now()).unwrap();
        prop_assert_eq!(again.trace(), world.trace());
        prop_assert_eq!(store(&again).totals, store(&world).totals);
    }
}
