//! Enhanced fan-out: register, describe, list and deregister consumers, subscribe to shards.

use super::records::Start;
use super::{Answer, parse_shard_id};
use crate::engine::api::choices::{ConsumerStatus, StreamStatus};
use crate::engine::api::error::ApiError;
use crate::engine::api::operation::Operation;
use crate::engine::api::request::{
    ConsumerRequest, ListStreamConsumers, RegisterStreamConsumer, StreamReference, SubscribeToShard,
};
use crate::engine::api::response::{Consumer as ConsumerDescription, Response};
use crate::engine::bucket::Bucket;
use crate::engine::ids::{ShardId, StreamId, SubscriptionId};
use crate::engine::limits::LimitId;
use crate::engine::stream::fan_out::{Consumer, Subscription};
use crate::engine::stream::{Stream, Tags};
use crate::engine::time::Micros;
use crate::engine::world::World;
use crate::engine::world::call_rates::Subject;
use crate::engine::world::happenings::Event;
use crate::engine::world::token::{Token, TokenKind};

/// Consumers in an answer of `ListStreamConsumers` where the caller names no limit.
const LISTED_CONSUMERS: usize = 100;

impl World {
    pub(in crate::engine::world) fn register_consumer(&mut self, request: &RegisterStreamConsumer) -> Answer {
        let stream = self.find_by_arn(&request.stream_arn)?;
        let (id, name) = (stream.id, stream.name.clone());
        if !stream.serves() {
            return Err(ApiError::StreamNotActive { stream: name, status: stream.status });
        }
        if stream.consumers.get(&request.consumer_name).is_some() {
            return Err(ApiError::ConsumerExists { consumer: request.consumer_name.clone(), stream: name });
        }
        let quota = if self.has_advantage() { LimitId::FanOutConsumersAdvantage } else { LimitId::FanOutConsumers };
        let limit = quota.value(self.profile);
        if stream.consumers.len() as u64 >= limit {
            return Err(ApiError::ConsumerQuota { stream: name, limit: limit as u32 });
        }
        let limit = LimitId::ConsumersInCreation.value(self.profile);
        if stream.consumers.in_creation() as u64 >= limit {
            return Err(ApiError::ConsumersInCreation { stream: name, limit: limit as u32 });
        }
        let tags = request.tags.clone().unwrap_or_default();
        self.check_tags(&name, Operation::RegisterStreamConsumer, &Tags::new(), &tags)?;
        self.admit_stream_call(Operation::RegisterStreamConsumer, id)?;
        let consumer = Consumer::new(request.consumer_name.clone(), tags, self.now);
        let described = self.describe(&name, &consumer, false);
        self.change(id).consumers.add(consumer);
        self.update_rates(id);
        let created = Event::ConsumerCreated { stream: id, consumer: request.consumer_name.clone() };
        self.queue.schedule(self.now + self.account.create_stream, created);
        Ok(Response::RegisterStreamConsumer { consumer: described })
    }

    pub(in crate::engine::world) fn deregister_consumer(&mut self, request: &ConsumerRequest) -> Answer {
        let (id, name) = self.find_consumer(request)?;
        self.admit_stream_call(Operation::DeregisterStreamConsumer, id)?;
        let consumer = self.change(id).consumers.get_mut(&name).expect("found above");
        if consumer.status != ConsumerStatus::Deleting {
            consumer.status = ConsumerStatus::Deleting;
            self.end_subscriptions(|subscription| subscription.stream == id && subscription.consumer == name);
            let deleted = Event::ConsumerDeleted { stream: id, consumer: name };
            self.queue.schedule(self.now + self.account.delete_stream, deleted);
        }
        Ok(Response::Done)
    }

    pub(super) fn describe_consumer(&mut self, request: &ConsumerRequest) -> Answer {
        let (id, name) = self.find_consumer(request)?;
        self.admit_stream_call(Operation::DescribeStreamConsumer, id)?;
        let stream = self.streams.get(id).expect("found above");
        let consumer = stream.consumers.get(&name).expect("found above");
        Ok(Response::DescribeStreamConsumer { consumer_description: self.describe(&stream.name, consumer, true) })
    }

    pub(super) fn list_consumers(&mut self, request: &ListStreamConsumers) -> Answer {
        let id = self.find_by_arn(&request.stream_arn)?.id;
        let after = match &request.next_token {
            Some(text) => Some(self.page(TokenKind::ListStreamConsumers, text)?),
            None => None,
        };
        if after.as_ref().is_some_and(|token| token.stream != id) {
            return Err(ApiError::NextTokenInvalid);
        }
        self.admit_stream_call(Operation::ListStreamConsumers, id)?;
        let stream = self.streams.get(id).expect("found above");
        let limit = request.max_results.map_or(LISTED_CONSUMERS, |limit| limit as usize);
        let mut consumers =
            stream.consumers.iter().filter(|consumer| after.as_ref().is_none_or(|after| consumer.name > after.name));
        let page: Vec<_> = consumers.by_ref().take(limit).map(|c| self.describe(&stream.name, c, false)).collect();
        let last = page.last().filter(|_| consumers.next().is_some()).map(|last| last.consumer_name.clone());
        let next_token = last.map(|name| {
            let (kind, issued) = (TokenKind::ListStreamConsumers, self.now);
            Token { kind, issued, stream: id, shard: ShardId(0), index: 0, name }.encode()
        });
        Ok(Response::ListStreamConsumers { consumers: page, next_token })
    }

    fn describe(&self, stream: &str, consumer: &Consumer, names_stream: bool) -> ConsumerDescription {
        let stream_arn = self.account.stream_arn(stream);
        ConsumerDescription {
            consumer_name: consumer.name.clone(),
            consumer_arn: consumer.arn(&stream_arn),
            consumer_status: consumer.status,
            consumer_creation_timestamp: consumer.created.into(),
            stream_arn: names_stream.then_some(stream_arn),
        }
    }

    fn find_by_arn(&self, arn: &str) -> Result<&Stream, ApiError> {
        self.find(StreamReference { name: None, arn: Some(arn), id: None })
    }

    /// The stream and the name of the consumer that a request names.
    fn find_consumer(&self, request: &ConsumerRequest) -> Result<(StreamId, String), ApiError> {
        match (&request.consumer_arn, &request.stream_arn, &request.consumer_name) {
            (Some(arn), stream, name) => {
                let (id, found) = self.find_consumer_by_arn(arn)?;
                // Documented: all three may be given as long as they do not conflict.
                let is_other_stream = match stream {
                    Some(stream) => self.find_by_arn(stream)?.id != id,
                    None => false,
                };
                if is_other_stream || name.as_ref().is_some_and(|name| *name != found) {
                    return Err(ApiError::ConsumerNamesDiffer);
                }
                Ok((id, found))
            }
            (None, Some(stream), Some(name)) => {
                let stream = self.find_by_arn(stream)?;
                let found = stream.consumers.get(name);
                found.ok_or_else(|| ApiError::ConsumerNotFound { consumer: name.clone() })?;
                Ok((stream.id, name.clone()))
            }
            _ => Err(ApiError::ConsumerNotNamed),
        }
    }

    pub(super) fn find_consumer_by_arn(&self, arn: &str) -> Result<(StreamId, String), ApiError> {
        let not_found = || ApiError::ConsumerNotFound { consumer: arn.to_owned() };
        let stream = self.streams.find(self.name_in_arn(arn)?).ok_or_else(not_found)?;
        let stream_arn = self.account.stream_arn(&stream.name);
        let consumer = stream.consumers.iter().find(|consumer| consumer.arn(&stream_arn) == arn);
        consumer.map(|consumer| (stream.id, consumer.name.clone())).ok_or_else(not_found)
    }

    pub(in crate::engine::world) fn subscribe(&mut self, request: &SubscribeToShard) -> Answer {
        let (id, name) = self.find_consumer_by_arn(&request.consumer_arn)?;
        let stream = self.streams.get(id).expect("found above");
        if stream.status == StreamStatus::Deleting {
            return Err(ApiError::StreamNotActive { stream: stream.name.clone(), status: stream.status });
        }
        let asked = &request.shard_id;
        let shard = parse_shard_id(asked)
            .and_then(|shard| stream.shard(shard))
            .ok_or_else(|| ApiError::ShardToReadNotFound { shard: asked.clone(), stream: stream.name.clone() })?;
        let consumer = stream.consumers.get(&name).expect("found above");
        if consumer.status != ConsumerStatus::Active {
            let (stream, created) = (stream.name.clone(), consumer.created);
            return Err(ApiError::ConsumerNotActive { consumer: name, stream, created });
        }
        let position = &request.starting_position;
        let start =
            Start { kind: position.kind, number: position.sequence_number.as_deref(), timestamp: position.timestamp };
        let next_index = self.start_index(stream, shard, &start)?;
        let shard = shard.id;
        if request.dry_run == Some(true) {
            return Err(ApiError::DryRun);
        }
        let again = Micros::seconds(LimitId::ResubscribeAfter.value(self.profile));
        let is_recent = consumer.subscribed.get(&shard).is_some_and(|last| self.now.since(*last) < again);
        let subject = Subject::ConsumerAndShard(id, name.clone(), shard);
        let stream_name = stream.name.clone();
        if let Err(refusal) = self.admit(Operation::SubscribeToShard, &subject, Some(stream_name.clone())) {
            self.count_subscribe(id, &name, false, true);
            return Err(refusal);
        }
        self.count_subscribe(id, &name, !is_recent, false);
        if is_recent {
            return Err(ApiError::SubscribedRecently { consumer: name, stream: stream_name, shard });
        }
        let now = self.now;
        self.change(id).consumers.get_mut(&name).expect("found above").subscribed.insert(shard, now);
        self.end_subscriptions(|old| old.stream == id && old.shard == shard && old.consumer == name);
        let subscription = SubscriptionId(self.subscribed);
        self.subscribed += 1;
        let bytes = Bucket::full(LimitId::FanOutReadBytes.value(self.profile), now);
        self.begin_subscription(Subscription {
            id: subscription,
            stream: id,
            shard,
            consumer: name,
            began: now,
            next_index,
            bytes,
            is_armed: false,
            receiver: None,
        });
        Ok(Response::SubscribeToShard { subscription, events: Vec::new() })
    }

    fn count_subscribe(&mut self, id: StreamId, consumer: &str, is_accepted: bool, is_rate_exceeded: bool) {
        let consumer = self.change(id).consumers.get_mut(consumer).expect("found above");
        consumer.minute.subscribe(is_accepted, is_rate_exceeded);
    }

    pub(super) fn end_subscriptions(&mut self, is_meant: impl Fn(&Subscription) -> bool) {
        let ended: Vec<_> = self.subscriptions.values().filter(|old| is_meant(old)).map(|old| old.id).collect();
        for subscription in ended {
            self.end_subscription(subscription);
        }
    }
}
