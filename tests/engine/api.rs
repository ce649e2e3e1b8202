//! Short ways to ask the API in tests: a request in a line, its answer without its wrapping.

use shardscope::engine::account::Account;
use shardscope::engine::api::Request;
use shardscope::engine::api::choices::{
    BillingCommitmentStatus, EncryptionType, ShardFilterType, ShardIteratorType, StreamMode, StreamStatus,
};
use shardscope::engine::api::error::ApiError;
use shardscope::engine::api::request::{
    BillingCommitment, ConsumerRequest, CreateStream, DecreaseStreamRetentionPeriod, DeleteStream, DescribeStream,
    GetRecords, GetShardIterator, IncreaseStreamRetentionPeriod, ListShards, MergeShards, PutRecord,
    RegisterStreamConsumer, ShardFilter, SplitShard, StartingPosition, StreamEncryption, StreamModeDetails,
    SubscribeToShard, UpdateAccountSettings, UpdateShardCount, UpdateStreamMode,
};
use shardscope::engine::api::response::{Response, Shard};
use shardscope::engine::api::values::{Blob, Timestamp};
use shardscope::engine::command::{Command, Stored};
use shardscope::engine::ids::{ShardId, SubscriptionId};
use shardscope::engine::limits::Profile;
use shardscope::engine::stream::Stream;
use shardscope::engine::time::Micros;
use shardscope::engine::world::World;

/// What `GetRecords` answered.
#[derive(Clone, Debug)]
pub struct Got {
    pub records: Vec<shardscope::engine::api::response::Record>,
    pub next: Option<String>,
    pub behind_ms: u64,
    pub children: Option<Vec<ShardId>>,
}

/// A world without streams, in which operations may be called as often as one likes.
pub fn empty() -> World {
    let mut world = World::empty(7, Profile::Current);
    without_rates(&mut world);
    world
}

/// Operations may be called as often as one likes from now on.
pub fn without_rates(world: &mut World) {
    configure(world, |account| account.has_call_rates = false);
}

/// The producers of a plan send nothing from now on.
pub fn silence(world: &mut World) {
    for producer in 0..world.producers().len() {
        let (producer, traffic) = (format!("p{producer}"), crate::support::traffic(0));
        world.execute(Command::SetTraffic { producer, traffic }).unwrap();
    }
}

/// Changes the account.
pub fn configure(world: &mut World, change: impl FnOnce(&mut Account)) {
    let mut account = world.account().clone();
    change(&mut account);
    world.execute(Command::Configure(account)).unwrap();
}

/// Lets some time pass.
pub fn pass(world: &mut World, time: Micros) {
    let until = world.now() + time;
    world.advance_to(until);
}

/// Lets time pass until the stream is ACTIVE.
pub fn settle(world: &mut World, name: &str) {
    for _ in 0..100_000 {
        if named(world, name).status == StreamStatus::Active {
            return;
        }
        let next = world.next_event_at().unwrap();
        world.advance_to(next);
    }
    panic!("{name} does not become ACTIVE");
}

pub fn named<'a>(world: &'a World, name: &str) -> &'a Stream {
    world.streams().find(name).unwrap()
}

#[expect(clippy::unnecessary_wraps, reason = "requests name their stream so")]
pub fn name(text: &str) -> Option<String> {
    Some(text.to_owned())
}

pub fn id(number: u32) -> String {
    ShardId(number).to_string()
}

pub fn create(stream: &str, shards: u32) -> Request {
    let stream_name = stream.to_owned();
    Request::CreateStream(CreateStream { stream_name, shard_count: Some(shards), ..CreateStream::default() })
}

pub fn create_on_demand(stream: &str) -> Request {
    let stream_mode_details = Some(StreamModeDetails { stream_mode: StreamMode::OnDemand });
    Request::CreateStream(CreateStream {
        stream_name: stream.to_owned(),
        stream_mode_details,
        ..CreateStream::default()
    })
}

/// Creates a stream and waits until it is ACTIVE.
pub fn created(world: &mut World, stream: &str, shards: u32) {
    world.request(create(stream, shards)).unwrap();
    settle(world, stream);
}

pub fn delete(stream: &str) -> Request {
    let enforce_consumer_deletion = Some(true);
    Request::DeleteStream(DeleteStream { stream_name: name(stream), enforce_consumer_deletion, ..Default::default() })
}

pub fn describe(stream: &str, limit: Option<u32>, after: Option<u32>) -> Request {
    Request::DescribeStream(DescribeStream {
        stream_name: name(stream),
        limit,
        exclusive_start_shard_id: after.map(id),
        ..DescribeStream::default()
    })
}

pub fn split(stream: &str, shard: u32, at: u128) -> Request {
    Request::SplitShard(SplitShard {
        stream_name: name(stream),
        shard_to_split: id(shard),
        new_starting_hash_key: at.to_string(),
        ..SplitShard::default()
    })
}

pub fn merge(stream: &str, lower: u32, upper: u32) -> Request {
    Request::MergeShards(MergeShards {
        stream_name: name(stream),
        shard_to_merge: id(lower),
        adjacent_shard_to_merge: id(upper),
        ..MergeShards::default()
    })
}

pub fn scale(stream: &str, target_shard_count: u32) -> Request {
    Request::UpdateShardCount(UpdateShardCount {
        stream_name: name(stream),
        target_shard_count,
        ..UpdateShardCount::default()
    })
}

pub fn increase(stream: &str, retention_period_hours: i32) -> Request {
    let stream_name = name(stream);
    let request = IncreaseStreamRetentionPeriod { stream_name, retention_period_hours, ..Default::default() };
    Request::IncreaseStreamRetentionPeriod(request)
}

pub fn decrease(stream: &str, retention_period_hours: i32) -> Request {
    let stream_name = name(stream);
    let request = DecreaseStreamRetentionPeriod { stream_name, retention_period_hours, ..Default::default() };
    Request::DecreaseStreamRetentionPeriod(request)
}

pub fn switch(stream: &str, stream_mode: StreamMode) -> Request {
    Request::UpdateStreamMode(UpdateStreamMode {
        stream_name: name(stream),
        stream_mode_details: StreamModeDetails { stream_mode },
        ..UpdateStreamMode::default()
    })
}

pub fn encryption(stream: &str) -> StreamEncryption {
    StreamEncryption {
        stream_name: name(stream),
        encryption_type: EncryptionType::Kms,
        key_id: "alias/aws/kinesis".to_owned(),
        ..StreamEncryption::default()
    }
}

pub fn advantage(status: BillingCommitmentStatus) -> Request {
    let minimum_throughput_billing_commitment = BillingCommitment { status };
    Request::UpdateAccountSettings(UpdateAccountSettings { minimum_throughput_billing_commitment })
}

pub fn list(stream: &str) -> ListShards {
    ListShards { stream_name: name(stream), ..ListShards::default() }
}

pub fn filtered(stream: &str, kind: ShardFilterType, shard: Option<u32>, timestamp: Option<Timestamp>) -> ListShards {
    let shard_filter = Some(ShardFilter { kind, shard_id: shard.map(id), timestamp });
    ListShards { shard_filter, ..list(stream) }
}

/// The shards that `ListShards` lists on one page, and the token for the next.
pub fn page(world: &mut World, request: ListShards) -> (Vec<Shard>, Option<String>) {
    match world.request(Request::ListShards(request)).unwrap() {
        Response::ListShards { shards, next_token } => (shards, next_token),
        other => panic!("{other:?}"),
    }
}

/// The numbers of all shards that are listed.
pub fn listed(world: &mut World, request: ListShards) -> Vec<u32> {
    let (shards, token) = page(world, request);
    assert_eq!(token, None);
    shards.iter().map(|shard| shard.shard_id.0).collect()
}

/// A record of one hand-put request.
pub fn put_request(stream: &str, key: &str, explicit_hash_key: Option<u128>, data: &[u8]) -> Request {
    Request::PutRecord(PutRecord {
        stream_name: name(stream),
        data: Blob(data.to_vec()),
        partition_key: Some(key.to_owned()),
        explicit_hash_key: explicit_hash_key.map(|hash| hash.to_string()),
        ..PutRecord::default()
    })
}

pub fn put(world: &mut World, stream: &str, key: &str, data: &[u8]) -> Stored {
    stored(world.request(put_request(stream, key, None, data)).unwrap())
}

pub fn stored(response: Response) -> Stored {
    match response {
        Response::PutRecord { shard_id: shard, sequence_number, .. } => Stored { shard, sequence_number },
        other => panic!("{other:?}"),
    }
}

pub fn iterator_request(stream: &str, shard: u32, kind: ShardIteratorType) -> GetShardIterator {
    let (stream_name, shard_id) = (name(stream), id(shard));
    GetShardIterator { stream_name, shard_id, shard_iterator_type: kind, ..GetShardIterator::default() }
}

pub fn iterator(world: &mut World, request: GetShardIterator) -> Result<String, ApiError> {
    world.request(Request::GetShardIterator(request)).map(|response| match response {
        Response::GetShardIterator { shard_iterator } => shard_iterator,
        other => panic!("{other:?}"),
    })
}

pub fn horizon(world: &mut World, stream: &str, shard: u32) -> String {
    iterator(world, iterator_request(stream, shard, ShardIteratorType::TrimHorizon)).unwrap()
}

pub fn get_request(shard_iterator: &str, limit: Option<u32>) -> Request {
    let shard_iterator = shard_iterator.to_owned();
    Request::GetRecords(GetRecords { shard_iterator, limit, ..GetRecords::default() })
}

pub fn get(world: &mut World, shard_iterator: &str, limit: Option<u32>) -> Result<Got, ApiError> {
    world.request(get_request(shard_iterator, limit)).map(|response| match response {
        Response::GetRecords { records, next_shard_iterator: next, millis_behind_latest, child_shards } => {
            let children = child_shards.map(|all| all.iter().map(|child| child.shard_id).collect());
            Got { records, next, behind_ms: millis_behind_latest, children }
        }
        other => panic!("{other:?}"),
    })
}

pub fn register(world: &World, stream: &str, consumer: &str) -> Request {
    Request::RegisterStreamConsumer(RegisterStreamConsumer {
        stream_arn: world.account().stream_arn(stream),
        consumer_name: consumer.to_owned(),
        ..RegisterStreamConsumer::default()
    })
}

/// Registers a consumer, waits until it is ACTIVE, and gives its ARN.
pub fn registered(world: &mut World, stream: &str, consumer: &str) -> String {
    let request = register(world, stream, consumer);
    let Response::RegisterStreamConsumer { consumer } = world.request(request).unwrap() else {
        panic!("another answer");
    };
    let time = world.account().create_stream;
    pass(world, time);
    consumer.consumer_arn
}

pub fn consumer(arn: &str) -> ConsumerRequest {
    ConsumerRequest { consumer_arn: name(arn), ..ConsumerRequest::default() }
}

pub fn subscribe(arn: &str, shard: u32, kind: ShardIteratorType, number: Option<String>) -> Request {
    let starting_position = StartingPosition { kind, sequence_number: number, timestamp: None };
    let (consumer_arn, shard_id) = (arn.to_owned(), id(shard));
    Request::SubscribeToShard(SubscribeToShard {
        consumer_arn,
        shard_id,
        starting_position,
        ..SubscribeToShard::default()
    })
}

pub fn subscribed(response: Response) -> SubscriptionId {
    match response {
        Response::SubscribeToShard { subscription, .. } => subscription,
        other => panic!("{other:?}"),
    }
}
