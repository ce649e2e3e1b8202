//! The rules for plans and commands: each breach names its field, the value and what is allowed.

use super::consumer::{ConsumerKind, ConsumerPlan};
use super::error::{Rule, Violation};
use super::firehose::DeliveryStream;
use super::firehose::validate::{DELIVERY_STREAMS_MAX, FUNCTIONS_MAX};
use super::limits::{LimitId, Profile};
use super::plan::{Plan, ProducerPlan, StreamPlan};
use super::producer::ProducerKind;
use super::producer::knobs::KnobId;
use super::producer::template::Template;
use super::producer::traffic::{KeyModel, RecordSize, Retry, Shape, Traffic};
use super::settings::SettingId;
use super::store::StorePlan;

/// The producers of a world at most; the simulator's own bound.
pub const PRODUCERS_MAX: usize = 16;
/// The streams of a plan beside the first at most; the simulator's own bound.
pub const FURTHER_STREAMS_MAX: usize = 7;
/// The steps of a rate at most; the simulator's own bound.
pub const STEPS_MAX: usize = 16;
/// The consumers of a world at most; the simulator's own bound.
pub const CONSUMERS_MAX: usize = 32;
/// The stores of a world at most; the simulator's own bound.
pub const STORES_MAX: usize = 16;

impl Plan {
    /// Checks every field.
    pub fn validate(&self) -> Result<(), Violation> {
        if let Some(stream) = &self.stream {
            stream.validate("stream", self.limits)?;
        }
        if self.further_streams.len() > FURTHER_STREAMS_MAX {
            let rule = Rule::Between { min: 0.0, max: FURTHER_STREAMS_MAX as f64, unit: "streams".into() };
            return Err(Violation::new("further_streams", self.further_streams.len(), rule));
        }
        for (index, stream) in self.further_streams.iter().enumerate() {
            let field = format!("further_streams[{index}]");
            stream.validate(&field, self.limits)?;
            let mut before = self.stream.iter().chain(&self.further_streams[..index]);
            if before.any(|other| other.name == stream.name) {
                return Err(Violation::new(format!("{field}.name"), &stream.name, Rule::Unique));
            }
        }
        if self.producers.len() > PRODUCERS_MAX {
            let rule = Rule::Between { min: 0.0, max: PRODUCERS_MAX as f64, unit: "producers".into() };
            return Err(Violation::new("producers", self.producers.len(), rule));
        }
        for (index, producer) in self.producers.iter().enumerate() {
            let field = format!("producers[{index}]");
            check_producer(&field, producer, self.limits)?;
            if self.producers[..index].iter().any(|other| other.name == producer.name) {
                return Err(Violation::new(format!("{field}.name"), &producer.name, Rule::Unique));
            }
            if producer.stream.is_none() && producer.delivery_stream.is_none() && self.stream.is_none() {
                return Err(Violation::new(format!("{field}.stream"), "", Rule::NotEmpty));
            }
        }
        self.validate_stores()?;
        self.validate_delivery_streams()?;
        self.validate_consumers()
    }

    fn validate_delivery_streams(&self) -> Result<(), Violation> {
        let at_most = |field: &str, count: usize, most: usize| {
            let rule = Rule::OwnBound { max: most, unit: field.replace('_', " ") };
            if count > most { Err(Violation::new(field, count, rule)) } else { Ok(()) }
        };
        at_most("delivery_streams", self.delivery_streams.len(), DELIVERY_STREAMS_MAX)?;
        at_most("functions", self.functions.len(), FUNCTIONS_MAX)?;
        for (index, function) in self.functions.iter().enumerate() {
            let field = format!("functions[{index}]");
            function.validate(&field)?;
            if self.functions[..index].iter().any(|other| other.name == function.name) {
                return Err(Violation::new(format!("{field}.name"), &function.name, Rule::Unique));
            }
        }
        for (index, delivery_stream) in self.delivery_streams.iter().enumerate() {
            let field = format!("delivery_streams[{index}]");
            delivery_stream.validate(&field, self.limits)?;
            if self.delivery_streams[..index].iter().any(|other| other.name == delivery_stream.name) {
                return Err(Violation::new(format!("{field}.name"), &delivery_stream.name, Rule::Unique));
            }
            let Some(transformation) = &delivery_stream.destination.transformation else {
                continue;
            };
            let first = DeliveryStream::functions_at_first();
            let known = first.iter().map(|function| &function.name).chain(self.functions.iter().map(|own| &own.name));
            let known: Vec<String> = known.cloned().collect();
            if !known.contains(&transformation.function) {
                let field = format!("{field}.destination.transformation.function");
                return Err(Violation::new(field, &transformation.function, Rule::Known { known }));
            }
        }
        Ok(())
    }

    fn validate_stores(&self) -> Result<(), Violation> {
        if self.stores.len() > STORES_MAX {
            let rule = Rule::Between { min: 0.0, max: STORES_MAX as f64, unit: "stores".into() };
            return Err(Violation::new("stores", self.stores.len(), rule));
        }
        for (index, store) in self.stores.iter().enumerate() {
            let field = format!("stores[{index}]");
            check_store(&field, store, self.limits)?;
            if self.stores[..index].iter().any(|other| other.name == store.name) {
                return Err(Violation::new(format!("{field}.name"), &store.name, Rule::Unique));
            }
        }
        Ok(())
    }

    fn validate_consumers(&self) -> Result<(), Violation> {
        if self.consumers.len() > CONSUMERS_MAX {
            let rule = Rule::Between { min: 0.0, max: CONSUMERS_MAX as f64, unit: "consumers".into() };
            return Err(Violation::new("consumers", self.consumers.len(), rule));
        }
        for (index, consumer) in self.consumers.iter().enumerate() {
            let field = format!("consumers[{index}]");
            check_consumer(&field, consumer, self.limits)?;
            if self.consumers[..index].iter().any(|other| other.name == consumer.name) {
                return Err(Violation::new(format!("{field}.name"), &consumer.name, Rule::Unique));
            }
            if consumer.stream.is_none() && self.stream.is_none() {
                return Err(Violation::new(format!("{field}.stream"), "", Rule::NotEmpty));
            }
            let unknown = consumer.store.as_ref().filter(|name| self.stores.iter().all(|store| store.name != **name));
            if let Some(name) = unknown {
                let known = self.stores.iter().map(|store| store.name.clone()).collect();
                return Err(Violation::new(format!("{field}.store"), name, Rule::Known { known }));
            }
        }
        Ok(())
    }
}

impl StreamPlan {
    fn validate(&self, field: &str, profile: Profile) -> Result<(), Violation> {
        check_name(&format!("{field}.name"), &self.name, LimitId::StreamNameCharacters, profile)?;
        KnobId::Shards.check(&format!("{field}.shards"), f64::from(self.shards))
    }
}

impl Traffic {
    /// Checks every field.
    pub fn validate(&self, profile: Profile) -> Result<(), Violation> {
        KnobId::RateRecordsPerS.check("rate_records_per_s", f64::from(self.rate_records_per_s))?;
        if let Some(burst) = self.burst {
            KnobId::BurstEveryS.check("burst.every_s", f64::from(burst.every_s))?;
            KnobId::BurstForS.check("burst.for_s", f64::from(burst.for_s))?;
            KnobId::BurstFactor.check("burst.factor", f64::from(burst.factor))?;
            KnobId::RateRecordsPerS.check("rate_records_per_s × burst.factor", self.peak_records_per_s() as f64)?;
        }
        self.shape.validate()?;
        KnobId::RateRecordsPerS.check("rate_records_per_s × shape", self.peak_records_per_s() as f64)?;
        match self.record_size {
            RecordSize::Fixed { bytes } => KnobId::SizeBytes.check("record_size.bytes", f64::from(bytes))?,
            RecordSize::FromFile { default_bytes } => {
                KnobId::SizeBytes.check("record_size.default_bytes", f64::from(default_bytes))?;
            }
            RecordSize::LogNormal { median_bytes, sigma } => {
                KnobId::SizeBytes.check("record_size.median_bytes", f64::from(median_bytes))?;
                KnobId::SizeSigma.check("record_size.sigma", sigma)?;
            }
        }
        self.template.as_ref().map_or(Ok(()), Template::validate)?;
        self.keys.validate(profile)?;
        if let Retry::ExponentialBackoff(backoff) = self.retry {
            KnobId::RetryBaseMs.check("retry.base_ms", f64::from(backoff.base_ms))?;
            KnobId::RetryCapMs.check("retry.cap_ms", f64::from(backoff.cap_ms))?;
            KnobId::RetryAttempts.check("retry.attempts_max", f64::from(backoff.attempts_max))?;
        }
        Ok(())
    }
}

impl Shape {
    fn validate(&self) -> Result<(), Violation> {
        match self {
            Self::Steady => Ok(()),
            Self::Periodic(period) => {
                KnobId::PeriodS.check("shape.periodic.period_s", f64::from(period.period_s))?;
                KnobId::LowPercent.check("shape.periodic.low_percent", f64::from(period.low_percent))
            }
            Self::Steps(steps) => {
                if steps.is_empty() || steps.len() > STEPS_MAX {
                    let rule = Rule::Between { min: 1.0, max: STEPS_MAX as f64, unit: "steps".into() };
                    return Err(Violation::new("shape.steps", steps.len(), rule));
                }
                let mut before = None;
                for (index, step) in steps.iter().enumerate() {
                    let field = |name: &str| format!("shape.steps[{index}].{name}");
                    KnobId::StepAtS.check(&field("at_s"), f64::from(step.at_s))?;
                    KnobId::StepPercent.check(&field("percent"), f64::from(step.percent))?;
                    if let Some(before) = before.replace(step.at_s).filter(|before| *before >= step.at_s) {
                        let (min, max) = (f64::from(before) + 1.0, KnobId::StepAtS.row().max);
                        return Err(Violation::new(
                            field("at_s"),
                            step.at_s,
                            Rule::Between { min, max, unit: "s".into() },
                        ));
                    }
                }
                Ok(())
            }
        }
    }
}

impl KeyModel {
    fn validate(&self, profile: Profile) -> Result<(), Violation> {
        match self {
            Self::Uniform { keys } | Self::Sequential { keys } => KnobId::Keys.check("keys.keys", f64::from(*keys)),
            Self::Zipf { keys, exponent } => {
                KnobId::Keys.check("keys.keys", f64::from(*keys))?;
                KnobId::ZipfExponent.check("keys.exponent", *exponent)
            }
            Self::HotKey { keys, share, hot_key } => {
                KnobId::Keys.check("keys.keys", f64::from(*keys))?;
                KnobId::HotShare.check("keys.share", *share)?;
                check_partition_key("keys.hot_key", hot_key, profile)
            }
            Self::FreshId => Ok(()),
            Self::File { file, key, .. } => {
                let named = [("keys.file", file), ("keys.key", key)];
                let empty = named.into_iter().find(|(_, name)| name.is_empty());
                empty.map_or(Ok(()), |(field, _)| Err(Violation::new(field, "", Rule::NotEmpty)))
            }
        }
    }
}

/// Checks what a producer is made from; `field` is where it stands.
pub fn check_producer(field: &str, plan: &ProducerPlan, profile: Profile) -> Result<(), Violation> {
    check_name(&format!("{field}.name"), &plan.name, LimitId::StreamNameCharacters, profile)?;
    if let Some(stream) = &plan.stream {
        check_name(&format!("{field}.stream"), stream, LimitId::StreamNameCharacters, profile)?;
    }
    if let Some(delivery_stream) = &plan.delivery_stream {
        check_name(&format!("{field}.delivery_stream"), delivery_stream, LimitId::StreamNameCharacters, profile)?;
        if plan.kind != ProducerKind::Sdk {
            let rule = Rule::Known { known: vec!["sdk".to_owned()] };
            return Err(Violation::new(format!("{field}.kind"), plan.kind.name(), rule));
        }
    }
    plan.kind.validate(&format!("{field}.kind."))?;
    plan.traffic.validate(profile).map_err(|violation| violation.within(&format!("{field}.traffic.")))
}

impl ProducerKind {
    /// Its name in a scenario file.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Sdk => "sdk",
            Self::Api(_) => "api",
            Self::Kpl(_) => "kpl",
            Self::Agent(_) => "agent",
        }
    }

    /// Checks every field; `prefix` is what stands before them.
    pub fn validate(&self, prefix: &str) -> Result<(), Violation> {
        match self {
            Self::Sdk => Ok(()),
            Self::Api(settings) => settings.validate(&format!("{prefix}api.")),
            Self::Kpl(settings) => settings.validate(&format!("{prefix}kpl.")),
            Self::Agent(settings) => settings.validate(&format!("{prefix}agent.")),
        }
    }
}

/// Checks what a consumer is made from; `field` is where it stands.
pub fn check_consumer(field: &str, plan: &ConsumerPlan, profile: Profile) -> Result<(), Violation> {
    check_name(&format!("{field}.name"), &plan.name, LimitId::StreamNameCharacters, profile)?;
    if let Some(stream) = &plan.stream {
        check_name(&format!("{field}.stream"), stream, LimitId::StreamNameCharacters, profile)?;
    }
    plan.kind.validate(&format!("{field}.kind."))
}

impl ConsumerKind {
    /// Checks every field; `prefix` is what stands before them.
    pub fn validate(&self, prefix: &str) -> Result<(), Violation> {
        match self {
            Self::Kcl(plan) => {
                SettingId::Workers.check(&format!("{prefix}kcl."), u64::from(plan.workers))?;
                plan.settings.validate(&format!("{prefix}kcl.settings."))?;
                plan.work.validate(&format!("{prefix}kcl.work."))
            }
            Self::Lambda(plan) => plan.validate(&format!("{prefix}lambda.")),
            Self::GetRecords(plan) => plan.validate(&format!("{prefix}get_records.")),
            Self::FanOut(plan) => plan.validate(&format!("{prefix}fan_out.")),
        }
    }
}

/// Checks what a store is made from; `field` is where it stands.
pub fn check_store(field: &str, plan: &StorePlan, profile: Profile) -> Result<(), Violation> {
    check_name(&format!("{field}.name"), &plan.name, LimitId::StreamNameCharacters, profile)?;
    plan.kind.validate(&format!("{field}.kind."))
}

/// Checks that a partition key has 1 to 256 characters (characters, not bytes; documented).
pub fn check_partition_key(field: &str, key: &str, profile: Profile) -> Result<(), Violation> {
    let allowed = LimitId::PartitionKeyCharacters.value(profile);
    if key.is_empty() {
        let rule = Rule::Between { min: 1.0, max: allowed as f64, unit: "characters".to_owned() };
        return Err(Violation::new(field, "0", rule));
    }
    check_within(field, key.chars().count() as u64, LimitId::PartitionKeyCharacters, profile)
}

/// Checks a stream's name.
pub fn check_stream_name(field: &str, name: &str, profile: Profile) -> Result<(), Violation> {
    check_name(field, name, LimitId::StreamNameCharacters, profile)
}

/// Checks a stream's or a producer's name: letters, digits, `_`, `.` and `-`.
pub(in crate::engine) fn check_name(
    field: &str,
    name: &str,
    limit: LimitId,
    profile: Profile,
) -> Result<(), Violation> {
    if name.is_empty() {
        return Err(Violation::new(field, name, Rule::NotEmpty));
    }
    if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b)) {
        return Err(Violation::new(field, name, Rule::NameCharacters));
    }
    check_within(field, name.len() as u64, limit, profile)
}

fn check_within(field: &str, value: u64, limit: LimitId, profile: Profile) -> Result<(), Violation> {
    let allowed = limit.value(profile);
    if value <= allowed { Ok(()) } else { Err(Violation::new(field, value, Rule::WithinLimit { limit, allowed })) }
}
