//! Ready pipelines and delivery streams: scenario files with what there is to do in each.
//!
//! They are files, not values as [`super::presets`] are: only views after the first picture need them.

use crate::engine::api::Request;
use crate::engine::api::choices::ScalingType;
use crate::engine::api::request::UpdateShardCount;
use crate::engine::command::Command;
use crate::engine::consumer::ConsumerKind;
use crate::engine::consumer::command::{ConsumerCommand, WorkerAction};
use crate::engine::consumer::kcl::worker::WorkerId;
use crate::engine::consumer::mapping::plan::{Function, MappingPlan, MappingSettings};
use crate::engine::consumer::work::Work;
use crate::engine::firehose::command::{DeliveryCommand, Part};
use crate::engine::firehose::plan::{BufferingHints, DestinationPlan, FunctionKind, FunctionPlan, Transformation};
use crate::engine::firehose::validate::EVERY_NTH;
use crate::engine::producer::agent::AgentAction;
use crate::engine::producer::command::ProducerCommand;
use crate::engine::producer::traffic::{ArrivalModel, KeyModel, RecordSize, Retry, Shape, Traffic};
use crate::engine::store::command::StoreCommand;
use crate::scenario::file::Scenario;

/// A ready pipeline.
#[derive(Debug)]
pub struct Ready {
    /// Its name; the catalogues have `scenario-NAME` and `scenario-NAME-about`.
    pub name: &'static str,
    /// The text of its scenario file.
    pub text: &'static str,
    /// What there is to do, in this order.
    pub acts: &'static [Act],
}

/// Something to do, and then to watch.
#[derive(Clone, Copy, Debug)]
pub struct Act {
    /// The id of its message.
    pub id: &'static str,
    /// What is done, all at once.
    pub commands: &'static [fn() -> Command],
}

macro_rules! ready {
    ($folder:literal $($name:literal [$($act:literal $($command:expr)=>+),*];)*) => {
        &[$(Ready {
            name: $name,
            text: include_str!(concat!("../../static/scenarios/", $folder, "/", $name, ".json")),
            acts: &[$(Act { id: $act, commands: &[$($command),+] }),*],
        }),*]
    };
}

/// The ready pipelines.
pub static READY: &[Ready] = ready! { "pipelines"
    "kpl-and-puts" [];
    "shared-and-fan-out" [];
    "worker-crash" ["act-crash-worker" crash_worker, "act-add-worker" add_worker];
    "idle-workers" ["act-scale-four" || scale(4)];
    "poison-record" ["act-bisect" bisect, "act-repair-function" repair];
    "duplicate-after-timeout" ["act-idempotent" make_idempotent, "act-crash-worker" crash_worker, "act-add-worker" add_worker];
    "agent-rotation" ["act-crash-agent" crash_agent, "act-start-agent" start_agent];
    "parent-before-child" ["act-scale-four" || scale(4)];
};

/// The ready delivery streams.
pub static DELIVERIES: &[Ready] = ready! { "firehose"
    "size-wins" ["act-double-load" || load("logs", 1_800)];
    "interval-wins" ["act-more-load" || load("logs", 2_000)];
    "missing-newline" ["act-add-delimiter" add_delimiter, "act-add-newline-function" add_newline];
    "transform-fails" ["act-break-function" || enrich(1_000, 20), "act-repair-enrich" || enrich(0, EVERY_NTH.1)];
    "destination-down" ["act-down-hour" || down("plain", 3_600) => || down("with-backup", 3_600), "act-destinations-up" || up("plain") => || up("with-backup")];
    "small-files" ["act-five-minutes" five_minutes];
    "competing-for-reads" ["act-remove-dashboard" remove_dashboard];
};

impl Ready {
    /// The ready pipeline or delivery stream called `name`.
    pub fn named(name: &str) -> Option<&'static Self> {
        READY.iter().chain(DELIVERIES).find(|ready| ready.name == name)
    }
}

fn delivery(command: DeliveryCommand) -> Command {
    Command::Delivery(command)
}

/// The plan of a ready delivery stream called so, changed.
fn set_destination(scenario: &str, name: &str, change: impl FnOnce(&mut DestinationPlan)) -> Command {
    let planned = Ready::named(scenario).and_then(|ready| Scenario::parse(ready.text).ok());
    let streams = planned.map(|scenario| scenario.plan.delivery_streams).unwrap_or_default();
    let found = streams.into_iter().find(|stream| stream.name == name);
    let mut destination = found.map(|found| found.destination).unwrap_or_default();
    change(&mut destination);
    delivery(DeliveryCommand::Set { delivery_stream: name.to_owned(), destination: Box::new(destination) })
}

/// The caller of `delivery_stream` sends 1,000-byte records at this rate.
fn load(delivery_stream: &str, rate_records_per_s: u32) -> Command {
    let traffic = Traffic {
        rate_records_per_s,
        arrivals: ArrivalModel::Poisson,
        shape: Shape::Steady,
        burst: None,
        record_size: RecordSize::Fixed { bytes: 1_000 },
        template: None,
        keys: KeyModel::Uniform { keys: 1_000 },
        retry: Retry::None,
    };
    let producer = if delivery_stream == "logs" { "web" } else { delivery_stream };
    Command::SetTraffic { producer: producer.to_owned(), traffic }
}

fn add_delimiter() -> Command {
    set_destination("missing-newline", "clicks", |destination| destination.appends_delimiter = true)
}

fn add_newline() -> Command {
    set_destination("missing-newline", "clicks", |destination| {
        destination.transformation = Some(Transformation {
            function: "add-newline".to_owned(),
            buffer_size_kib: None,
            buffer_interval_s: Some(10),
            retries: None,
        });
    })
}

/// The function of the failing transformation, of which so many of a thousand invocations and every n-th record fail.
fn enrich(failed_invocations_per_mille: u32, n: u32) -> Command {
    let function = FunctionPlan {
        invoke_time_ms: 400,
        record_time_us: 500,
        failed_invocations_per_mille,
        ..FunctionPlan::of("enrich", FunctionKind::FailEveryNth { n })
    };
    delivery(DeliveryCommand::SetFunction(Box::new(function)))
}

fn down(delivery_stream: &str, seconds: u32) -> Command {
    let delivery_stream = delivery_stream.to_owned();
    delivery(DeliveryCommand::OutageFor { delivery_stream, part: Part::Destination, seconds })
}

fn up(delivery_stream: &str) -> Command {
    let delivery_stream = delivery_stream.to_owned();
    delivery(DeliveryCommand::SetOutage { delivery_stream, part: Part::Destination, is_out: false })
}

fn five_minutes() -> Command {
    set_destination("small-files", "clicks", |destination| {
        destination.buffering = Some(BufferingHints { size_mib: 64, interval_s: 300 });
    })
}

fn remove_dashboard() -> Command {
    Command::Consumer(ConsumerCommand::Remove { consumer: "dashboard".to_owned() })
}

fn worker(action: WorkerAction) -> Command {
    Command::Consumer(ConsumerCommand::Worker { consumer: "billing".to_owned(), action })
}

fn crash_worker() -> Command {
    worker(WorkerAction::Crash(WorkerId(0)))
}

fn add_worker() -> Command {
    worker(WorkerAction::Add)
}

fn scale(target_shard_count: u32) -> Command {
    Command::from(Request::UpdateShardCount(UpdateShardCount {
        stream_name: Some("orders".to_owned()),
        target_shard_count,
        scaling_type: ScalingType::UniformScaling,
        ..UpdateShardCount::default()
    }))
}

/// The mapping of the poison record with other settings, and a function that fails so often.
fn mapping(settings: MappingSettings, failing_every: u32) -> Command {
    let function =
        Function { invoke_time_ms: 50, work: Work { record_time_us: 1_000, failing_every }, ..Function::default() };
    let kind = ConsumerKind::Lambda(MappingPlan { settings, function });
    Command::Consumer(ConsumerCommand::Set { consumer: "invoice".to_owned(), kind })
}

const FAILING_EVERY: u32 = 600;

/// A failing batch is halved, tried three times at most, and reported.
fn bisect() -> Command {
    let settings = MappingSettings {
        batch_size: 50,
        bisect_batch_on_function_error: true,
        maximum_retry_attempts: Some(2),
        has_on_failure_destination: true,
        ..MappingSettings::default()
    };
    mapping(settings, FAILING_EVERY)
}

fn agent(action: AgentAction) -> Command {
    Command::Producer(ProducerCommand::Agent { producer: "server".to_owned(), action })
}

fn crash_agent() -> Command {
    agent(AgentAction::Crash)
}

fn start_agent() -> Command {
    agent(AgentAction::Start)
}

fn make_idempotent() -> Command {
    Command::Store(StoreCommand::SetIdempotent { store: "ledger".to_owned(), is_idempotent: true })
}

fn repair() -> Command {
    mapping(MappingSettings { batch_size: 50, ..MappingSettings::default() }, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::catalogue::Language;
    use crate::scenario::presets::{FIREHOSE_NAMES, PIPELINE_NAMES, Preset};
    use std::path::Path;

    #[test]
    fn the_files_are_valid_and_called_as_they_are_listed() {
        for ready in READY.iter().chain(DELIVERIES) {
            let scenario = Scenario::parse(ready.text).unwrap();
            assert_eq!(scenario.name, ready.name);
            assert!(Preset::named(ready.name).is_none(), "no two scenarios share a name");
        }
        let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/scenarios");
        for (table, known, folder) in [(READY, PIPELINE_NAMES, "pipelines"), (DELIVERIES, FIREHOSE_NAMES, "firehose")] {
            let names: Vec<&str> = table.iter().map(|ready| ready.name).collect();
            assert_eq!(names, known, "the address knows them before their files are there");
            assert_eq!(std::fs::read_dir(scenarios.join(folder)).unwrap().count(), table.len());
        }
    }

    #[test]
    fn what_there_is_to_do_is_said() {
        for source in [Language::English.further_source(), Language::Chinese.further_source()] {
            let has = |id: &str| source.lines().any(|line| line.starts_with(&format!("{id} = ")));
            for ready in READY.iter().chain(DELIVERIES) {
                assert!(has(&format!("scenario-{}", ready.name)), "{}", ready.name);
                assert!(has(&format!("scenario-{}-about", ready.name)), "{}", ready.name);
                assert!(ready.acts.iter().all(|act| has(act.id)), "{}", ready.name);
            }
        }
    }
}
