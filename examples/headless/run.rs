//! `run`: a scenario from its beginning for a length of simulated time.

#![expect(clippy::disallowed_types, reason = "how long a run takes is told beside what it came to")]

use crate::arguments;
use crate::failure::Failure;
use crate::files;
use crate::note;
use clap::Args;
use shardscope::engine::firehose::plan::SourcePlan;
use shardscope::engine::plan::Plan;
use shardscope::engine::producer::keys::KeySource;
use shardscope::engine::producer::lines::LineSource;
use shardscope::engine::producer::template::Template;
use shardscope::engine::producer::traffic::KeyModel;
use shardscope::engine::time::{Micros, SimTime};
use shardscope::engine::world::{KeySources, Sources, World};
use shardscope::learn::message::Message;
use shardscope::learn::reasons;
use shardscope::scenario::file::Scenario;
use shardscope::scenario::presets::Preset;
use shardscope::scenario::sample::{ColumnChoice, KeySample};
use shardscope::scenario::summary::Summary;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Instant;

/// The arguments of `run`.
#[derive(Args, Debug)]
pub struct RunArguments {
    /// A scenario file, or the name of a ready scenario such as hot-key
    file: PathBuf,
    /// How much time to simulate, such as 90s, 15m, 2h or 1d
    #[arg(long = "for", value_name = "DURATION", value_parser = arguments::duration)]
    duration: Micros,
    /// Another seed than the scenario's
    #[arg(long)]
    seed: Option<u64>,
}

/// Runs a scenario; gives its summary as JSON.
pub fn run(arguments: &RunArguments) -> Result<String, Failure> {
    simulate(arguments).map_err(|failure| failure.within(arguments.file.display().to_string()))
}

fn simulate(arguments: &RunArguments) -> Result<String, Failure> {
    let mut scenario = match arguments.file.to_str().and_then(Preset::named) {
        Some(preset) => preset.scenario(),
        None => files::scenario(&arguments.file)?,
    };
    scenario.plan.seed = arguments.seed.unwrap_or(scenario.plan.seed);
    let folder = arguments.file.parent().unwrap_or(Path::new(""));
    let sources = Sources { keys: key_sources(&scenario.plan, folder)?, lines: line_sources(&scenario.plan, folder)? };
    note_unknown_streams(&scenario.plan);
    let start = Instant::now();
    let mut world = new_world(&scenario, sources)?;
    world.advance_to(SimTime::ZERO + arguments.duration);
    let wall_ms = start.elapsed().as_secs_f64() * 1e3;
    Ok(Summary::of(&scenario, &world, Some(wall_ms)).to_json())
}

fn new_world(scenario: &Scenario, sources: Sources) -> Result<World, Failure> {
    World::new(&scenario.plan, sources).map_err(|violation| reasons::violation(&violation.within("plan.")).into())
}

/// Says who names a stream that is not in the plan: that is allowed, because a stream can come later.
fn note_unknown_streams(plan: &Plan) {
    let known: Vec<&str> = plan.stream.iter().chain(&plan.further_streams).map(|stream| stream.name.as_str()).collect();
    let producers = plan.producers.iter().map(|producer| (&producer.name, producer.stream.as_ref()));
    let consumers = plan.consumers.iter().map(|consumer| (&consumer.name, consumer.stream.as_ref()));
    let sources = plan.delivery_streams.iter().map(|stream| match &stream.source {
        SourcePlan::DirectPut => (&stream.name, None),
        SourcePlan::KinesisStream { stream: of } => (&stream.name, Some(of)),
    });
    note_unknown(producers.chain(consumers).chain(sources), &known, ["headless-unknown-stream", "headless-no-stream"]);
    let known: Vec<&str> = plan.delivery_streams.iter().map(|stream| stream.name.as_str()).collect();
    let callers = plan.producers.iter().map(|producer| (&producer.name, producer.delivery_stream.as_ref()));
    note_unknown(callers, &known, ["headless-unknown-delivery-stream", "headless-no-delivery-stream"]);
}

/// Says who names something that is not `known`, in the first words, or in the second ones where nothing is.
fn note_unknown<'a>(
    named: impl Iterator<Item = (&'a String, Option<&'a String>)>,
    known: &[&str],
    words: [&'static str; 2],
) {
    for (name, stream) in named {
        let Some(stream) = stream.filter(|stream| !known.contains(&stream.as_str())) else { continue };
        let [some, none] = words.map(Message::new);
        let message = if known.is_empty() { none } else { some.text("known", known.join(", ")) };
        note(&message.text("name", name).text("stream", stream));
    }
}

/// Reads the key files that the plan's producers follow; their paths are relative to `folder`.
fn key_sources(plan: &Plan, folder: &Path) -> Result<KeySources, Failure> {
    let mut samples: BTreeMap<String, Rc<KeySample>> = BTreeMap::new();
    for (index, producer) in plan.producers.iter().enumerate() {
        let KeyModel::File { file, key, weight, size } = &producer.traffic.keys else {
            continue;
        };
        let choice = ColumnChoice { key: key.clone(), weight: weight.clone(), size: size.clone() };
        let sample = match samples.get(file) {
            None => files::key_sample(&folder.join(file), |_| choice),
            Some(sample) if *sample.columns() == choice => continue,
            Some(_) => Err(Message::new("headless-other-columns").into()),
        };
        let field = format!("plan.producers[{index}].traffic.keys");
        let sample = sample.map_err(|failure| failure.within(file).within(field))?;
        samples.insert(file.clone(), Rc::new(sample));
    }
    let sources = samples.into_iter();
    Ok(sources.map(|(file, sample)| (file, sample as Rc<dyn KeySource>)).collect())
}

/// Reads the files whose lines the plan's producers send; their paths are relative to `folder`.
fn line_sources(plan: &Plan, folder: &Path) -> Result<BTreeMap<String, Rc<dyn LineSource>>, Failure> {
    let mut sources: BTreeMap<String, Rc<dyn LineSource>> = BTreeMap::new();
    for (index, producer) in plan.producers.iter().enumerate() {
        if let Some(Template::Lines { file }) = &producer.traffic.template
            && !sources.contains_key(file)
        {
            let field = format!("plan.producers[{index}].traffic.template");
            let text = files::log_text(&folder.join(file));
            let text = text.map_err(|failure| failure.within(file).within(field))?;
            sources.insert(file.clone(), Rc::new(text));
        }
    }
    Ok(sources)
}
