//! What scripts ask of the running world: requests of AWS, and that time passes.
//!
//! Time passes in slices, so that messages are heard in between, and as fast as the engine can; whether the simulation
//! plays or not makes no difference. Scripts that ask for more time meanwhile get it one after the other.

use super::{Host, SLICE_MS};
use crate::aws;
use crate::engine::time::{Micros, SimTime};
use crate::learn::message::Message;
use crate::worker::messages::FromWorker;
use std::collections::VecDeque;

/// The time that scripts wait for, in the order in which they asked.
#[derive(Debug, Default)]
pub(super) struct Advances {
    waiting: VecDeque<(u32, Micros)>,
    /// Who waits for the present one, and until when.
    current: Option<(u32, SimTime)>,
}

impl Host {
    /// Answers a request as AWS does.
    pub(super) fn answer_request(&mut self, number: u32, target: &str, body: &str) -> Vec<FromWorker> {
        self.details_due = true;
        self.seeking = None;
        let reply = aws::answer(target, body.as_bytes(), &mut self.world);
        let answer = format!(r#"{{"status":{},"body":{}}}"#, reply.status, reply.body);
        let mut said = self.journaled();
        said.push(FromWorker::Answered { number, result: Ok(answer) });
        said
    }

    /// Lets time pass for a script once those before it have had theirs.
    pub(super) fn ask_to_advance(&mut self, number: u32, by: Micros) -> Vec<FromWorker> {
        self.seeking = None;
        self.advances.waiting.push_back((number, by));
        Vec::new()
    }

    /// Whether a script waits for time to pass.
    pub(super) fn is_advancing(&self) -> bool {
        self.advances.current.is_some() || !self.advances.waiting.is_empty()
    }

    /// Lets time pass for a slice of wall time; returns whether there is more to do at once.
    pub(super) fn advance_for_script(&mut self, start: f64, clock: &mut dyn FnMut() -> f64) -> bool {
        let mut wall = start;
        while wall - start < SLICE_MS {
            let now = self.world.now();
            let next = || self.advances.waiting.pop_front().map(|(number, by)| (number, now + by));
            let Some((number, until)) = self.advances.current.take().or_else(next) else {
                break;
            };
            if now < until {
                self.advances.current = Some((number, until));
                self.advance_chunk(until, &mut wall, clock);
            } else {
                let result = Ok(aws::happened(&mut self.world));
                self.outbox.push(FromWorker::Answered { number, result });
                self.details_due = true;
            }
        }
        self.pacer.restart(wall, self.world.now());
        self.is_advancing()
    }

    /// Tells the scripts that wait that their world is no more.
    pub(super) fn end_advances(&mut self) -> impl Iterator<Item = FromWorker> + use<> {
        let Advances { waiting, current } = std::mem::take(&mut self.advances);
        let numbers =
            current.map(|(number, _)| number).into_iter().chain(waiting.into_iter().map(|(number, _)| number));
        numbers.map(|number| FromWorker::Answered { number, result: Err(Message::new("advance-ended")) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::messages::{Playback, Task, ToWorker};
    use serde_json::Value;

    /// A host with a wall clock that goes on by a millisecond whenever somebody looks.
    struct Page {
        host: Host,
        wall_ms: f64,
    }

    impl Page {
        fn new() -> Self {
            Self { host: Host::new(0.0), wall_ms: 0.0 }
        }

        fn ask(&mut self, task: Task) -> Vec<FromWorker> {
            self.host.perform(task, self.wall_ms)
        }

        fn say(&mut self, message: ToWorker) -> Vec<FromWorker> {
            self.host.handle(message, self.wall_ms)
        }

        /// One turn of the loop.
        fn turn(&mut self) -> Vec<FromWorker> {
            let wall_ms = &mut self.wall_ms;
            self.host.advance(&mut || {
                *wall_ms += 1.0;
                *wall_ms
            });
            self.host.take_notices()
        }

        fn request(&mut self, target: &str, body: &str) -> Value {
            let said = self.ask(Task::Request { number: 7, target: target.into(), body: body.into() });
            answer(&said, 7).expect("a request is answered at once")
        }
    }

    fn answer(said: &[FromWorker], wanted: u32) -> Option<Value> {
        said.iter().find_map(|message| match message {
            FromWorker::Answered { number, result: Ok(json) } if *number == wanted => serde_json::from_str(json).ok(),
            _ => None,
        })
    }

    #[test]
    fn requests_are_answered_and_written_to_the_journal() {
        let mut page = Page::new();
        let create = r#"{"StreamName":"orders","ShardCount":2}"#;
        let said =
            page.ask(Task::Request { number: 3, target: "Kinesis_20131202.CreateStream".into(), body: create.into() });
        assert!(matches!(said.first(), Some(FromWorker::Journaled(entry)) if entry.contains("orders")), "{said:?}");
        assert_eq!(answer(&said, 3), Some(serde_json::json!({ "status": 200, "body": {} })));
        let again = page.request("Kinesis_20131202.CreateStream", create);
        assert_eq!((&again["status"], &again["body"]["__type"]), (&400.into(), &"ResourceInUseException".into()));
        let unknown = page.request("Nobody.Knows", "not JSON");
        assert_eq!(unknown["status"], 400);
    }

    #[test]
    fn time_passes_in_slices_and_in_the_order_in_which_it_was_asked_for() {
        let mut page = Page::new();
        let from = page.host.world().now();
        page.ask(Task::Advance { number: 1, by: Micros::hours(1) });
        page.ask(Task::Advance { number: 2, by: Micros::seconds(1) });
        let mut answered = Vec::new();
        for _ in 0..1_000_000 {
            let before = page.wall_ms;
            let said = page.turn();
            assert!(page.wall_ms - before <= 2.0 * SLICE_MS, "a turn is short");
            answered.extend([1, 2].into_iter().filter(|number| answer(&said, *number).is_some()));
            if !page.host.is_advancing() {
                break;
            }
        }
        assert_eq!(answered, [1, 2]);
        assert_eq!(page.host.world().now(), from + Micros::hours(1) + Micros::seconds(1));
        assert!(!page.host.pacer.is_playing(), "it is paused as before");
    }

    #[test]
    fn playing_goes_on_from_where_a_script_has_led() {
        let mut page = Page::new();
        page.say(ToWorker::Playback(Playback::Play));
        page.ask(Task::Advance { number: 1, by: Micros::seconds(5) });
        while page.host.is_advancing() {
            page.turn();
        }
        let reached = page.host.world().now();
        page.turn();
        let passed = page.host.world().now().since(reached);
        assert!(passed > Micros(0) && passed < Micros::seconds(1), "{passed:?}");
    }

    #[test]
    fn a_world_that_ends_ends_the_waiting() {
        let mut page = Page::new();
        page.ask(Task::Advance { number: 1, by: Micros::hours(1) });
        let said = page.say(ToWorker::Restart);
        let is_told = |message: &FromWorker| matches!(message, FromWorker::Answered { number: 1, result: Err(_) });
        assert!(said.iter().any(is_told), "{said:?}");
        assert!(!page.host.is_advancing());
    }
}
