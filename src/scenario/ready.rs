//! Ready pipelines: scenario files with what there is to do in each.
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
use crate::engine::producer::agent::AgentAction;
use crate::engine::producer::command::ProducerCommand;
use crate::engine::store::command::StoreCommand;

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
    /// What is done.
    pub command: fn() -> Command,
}

macro_rules! ready {
    ($($name:literal [$($act:literal $command:expr),*];)*) => {
        &[$(Ready {
            name: $name,
            text: include_str!(concat!("../../static/scenarios/pipelines/", $name, ".json")),
            acts: &[$(Act { id: $act, command: $command }),*],
        }),*]
    };
}

/// The ready pipelines.
pub static READY: &[Ready] = ready! {
    "kpl-and-puts" [];
    "shared-and-fan-out" [];
    "worker-crash" ["act-crash-worker" crash_worker, "act-add-worker" add_worker];
    "idle-workers" ["act-scale-four" || scale(4)];
    "poison-record" ["act-bisect" bisect, "act-repair-function" repair];
    "duplicate-after-timeout" ["act-idempotent" make_idempotent, "act-crash-worker" crash_worker, "act-add-worker" add_worker];
    "agent-rotation" ["act-crash-agent" crash_agent, "act-start-agent" start_agent];
    "parent-before-child" ["act-scale-four" || scale(4)];
};

impl Ready {
    /// The ready pipeline called `name`.
    pub fn named(name: &str) -> Option<&'static Self> {
        READY.iter().find(|ready| ready.name == name)
    }
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
    use crate::scenario::file::Scenario;
    use crate::scenario::presets::{PIPELINE_NAMES, Preset};
    use std::path::Path;

    #[test]
    fn the_files_are_valid_and_called_as_they_are_listed() {
        for ready in READY {
            let scenario = Scenario::parse(ready.text).unwrap();
            assert_eq!(scenario.name, ready.name);
            assert!(Preset::named(ready.name).is_none(), "no two scenarios share a name");
        }
        let names: Vec<&str> = READY.iter().map(|ready| ready.name).collect();
        assert_eq!(names, PIPELINE_NAMES, "the address knows them before their files are there");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/scenarios/pipelines");
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), READY.len());
    }

    #[test]
    fn what_there_is_to_do_is_said() {
        for source in [Language::English.further_source(), Language::Chinese.further_source()] {
            let has = |id: &str| source.lines().any(|line| line.starts_with(&format!("{id} = ")));
            for ready in READY {
                assert!(has(&format!("scenario-{}", ready.name)), "{}", ready.name);
                assert!(has(&format!("scenario-{}-about", ready.name)), "{}", ready.name);
                assert!(ready.acts.iter().all(|act| has(act.id)), "{}", ready.name);
            }
        }
    }
}
