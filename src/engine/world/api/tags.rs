//! Tags and resource policies of streams and consumers.
//!
//! Leaves out: what a policy allows; it is kept and given back. Documented: 50 tags; keys that begin with `aws:` are AWS's.

use super::Answer;
use crate::engine::api::error::ApiError;
use crate::engine::api::operation::Operation;
use crate::engine::api::request::{
    ListTagsForStream, PutResourcePolicy, ResourceRequest, StreamReference, TagResource, UntagResource,
};
use crate::engine::api::response::{Response, Tag};
use crate::engine::ids::StreamId;
use crate::engine::limits::LimitId;
use crate::engine::stream::Tags;
use crate::engine::world::World;

/// Tags in an answer of `ListTagsForStream` where the caller names no limit.
const LISTED_TAGS: usize = 50;

/// A resource that has tags and a policy.
enum Resource {
    Stream(StreamId),
    Consumer(StreamId, String),
}

impl World {
    pub(super) fn add_tags(&mut self, reference: StreamReference<'_>, operation: Operation, tags: Tags) -> Answer {
        let resource = Resource::Stream(self.find(reference)?.id);
        self.add_resource_tags(&resource, operation, tags)
    }

    pub(super) fn tag_resource(&mut self, request: &TagResource) -> Answer {
        let resource = self.resource(&request.resource_arn)?;
        self.add_resource_tags(&resource, Operation::TagResource, request.tags.clone())
    }

    fn add_resource_tags(&mut self, resource: &Resource, operation: Operation, tags: Tags) -> Answer {
        let stream = self.stream_of(resource);
        let existing = self.tags_of(resource).clone();
        self.check_tags(&stream, operation, &existing, &tags)?;
        self.admit_call_about(operation, &stream)?;
        self.tags_of(resource).extend(tags);
        Ok(Response::Done)
    }

    pub(super) fn remove_tags(
        &mut self,
        reference: StreamReference<'_>,
        operation: Operation,
        keys: &[String],
    ) -> Answer {
        let resource = Resource::Stream(self.find(reference)?.id);
        self.remove_resource_tags(&resource, operation, keys)
    }

    pub(super) fn untag_resource(&mut self, request: &UntagResource) -> Answer {
        let resource = self.resource(&request.resource_arn)?;
        self.remove_resource_tags(&resource, Operation::UntagResource, &request.tag_keys)
    }

    fn remove_resource_tags(&mut self, resource: &Resource, operation: Operation, keys: &[String]) -> Answer {
        let stream = self.stream_of(resource);
        keys.iter().try_for_each(|key| check_characters(&stream, operation, key))?;
        self.admit_call_about(operation, &stream)?;
        let tags = self.tags_of(resource);
        for key in keys {
            tags.remove(key);
        }
        Ok(Response::Done)
    }

    pub(super) fn list_tags(&mut self, request: &ListTagsForStream) -> Answer {
        let resource = Resource::Stream(self.find(request.stream())?.id);
        self.admit_call_about(Operation::ListTagsForStream, &self.stream_of(&resource))?;
        let limit = request.limit.map_or(LISTED_TAGS, |limit| limit as usize);
        let start = request.exclusive_start_tag_key.as_ref();
        let mut tags = listed(self.tags_of(&resource)).filter(|tag| start.is_none_or(|start| tag.key > *start));
        let page = tags.by_ref().take(limit).collect();
        Ok(Response::ListTagsForStream { tags: page, has_more_tags: tags.next().is_some() })
    }

    pub(super) fn list_resource_tags(&mut self, request: &ResourceRequest) -> Answer {
        let resource = self.resource(&request.resource_arn)?;
        self.admit_call_about(Operation::ListTagsForResource, &self.stream_of(&resource))?;
        Ok(Response::ListTagsForResource { tags: listed(self.tags_of(&resource)).collect() })
    }

    pub(super) fn put_policy(&mut self, request: &PutResourcePolicy) -> Answer {
        let resource = self.resource(&request.resource_arn)?;
        let is_object = serde_json::from_str::<serde_json::Value>(&request.policy).is_ok_and(|text| text.is_object());
        if !is_object {
            return Err(ApiError::PolicyMalformed);
        }
        self.admit_call_about(Operation::PutResourcePolicy, &self.stream_of(&resource))?;
        *self.policy_of(&resource) = Some(request.policy.clone());
        Ok(Response::Done)
    }

    /// Assumed: a resource without a policy answers as one that is not found.
    pub(super) fn get_policy(&mut self, request: &ResourceRequest) -> Answer {
        let resource = self.resource(&request.resource_arn)?;
        let policy = self.policy_of(&resource).clone();
        let policy = policy.ok_or_else(|| ApiError::PolicyNotFound { arn: request.resource_arn.clone() })?;
        self.admit_call_about(Operation::GetResourcePolicy, &self.stream_of(&resource))?;
        Ok(Response::ResourcePolicy { policy })
    }

    pub(super) fn delete_policy(&mut self, request: &ResourceRequest) -> Answer {
        let resource = self.resource(&request.resource_arn)?;
        if self.policy_of(&resource).is_none() {
            return Err(ApiError::PolicyNotFound { arn: request.resource_arn.clone() });
        }
        self.admit_call_about(Operation::DeleteResourcePolicy, &self.stream_of(&resource))?;
        *self.policy_of(&resource) = None;
        Ok(Response::Done)
    }

    fn resource(&self, arn: &str) -> Result<Resource, ApiError> {
        if arn.contains("/consumer/") {
            let (stream, consumer) = self.find_consumer_by_arn(arn)?;
            return Ok(Resource::Consumer(stream, consumer));
        }
        let name = self.name_in_arn(arn)?;
        let stream = self.streams.find(name).ok_or_else(|| ApiError::StreamNotFound { stream: name.to_owned() })?;
        Ok(Resource::Stream(stream.id))
    }

    fn stream_of(&self, resource: &Resource) -> String {
        let (Resource::Stream(id) | Resource::Consumer(id, _)) = resource;
        self.streams.get(*id).map_or_else(String::new, |stream| stream.name.clone())
    }

    /// Checks tags that are given to a resource of `stream`, which has `existing` ones.
    pub(super) fn check_tags(
        &self,
        stream: &str,
        operation: Operation,
        existing: &Tags,
        tags: &Tags,
    ) -> Result<(), ApiError> {
        if let Some(key) = tags.keys().find(|key| key.to_lowercase().starts_with("aws:")) {
            return Err(ApiError::SystemTag { key: key.clone() });
        }
        for text in tags.iter().flat_map(|(key, value)| [Some(key), value.as_ref()]).flatten() {
            check_characters(stream, operation, text)?;
        }
        let limit = LimitId::TagsPerStream.value(self.profile);
        let added = tags.keys().filter(|key| !existing.contains_key(*key)).count();
        if (existing.len() + added) as u64 > limit {
            return Err(ApiError::TagQuota { stream: stream.to_owned(), limit: limit as u32 });
        }
        Ok(())
    }

    fn tags_of(&mut self, resource: &Resource) -> &mut Tags {
        match resource {
            Resource::Stream(id) => &mut self.change(*id).tags,
            Resource::Consumer(id, name) => {
                &mut self.change(*id).consumers.get_mut(name).expect("a consumer that was found is there").tags
            }
        }
    }

    fn policy_of(&mut self, resource: &Resource) -> &mut Option<String> {
        match resource {
            Resource::Stream(id) => &mut self.change(*id).policy,
            Resource::Consumer(id, name) => {
                &mut self.change(*id).consumers.get_mut(name).expect("a consumer that was found is there").policy
            }
        }
    }
}

fn listed(tags: &Tags) -> impl Iterator<Item = Tag> {
    tags.iter().map(|(key, value)| Tag { key: key.clone(), value: value.clone() })
}

/// Observed: letters and digits of any script, white space, and `_ . / = + - @ :`; a percent sign has its own words.
fn check_characters(stream: &str, operation: Operation, text: &str) -> Result<(), ApiError> {
    let is_blank = |c: char| c.is_whitespace() && !c.is_control();
    let is_legal = |c: char| c.is_alphanumeric() || is_blank(c) || "_./=+-@:%".contains(c);
    if !text.chars().all(is_legal) {
        return Err(ApiError::TagCharacters);
    }
    if text.contains('%') {
        return Err(ApiError::TagPercent { stream: stream.to_owned(), operation });
    }
    Ok(())
}
