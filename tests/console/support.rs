//! Carries lines out against answers that are laid out beforehand.

use serde_json::{Value, json};
use shardscope::aws::console::{Outcome, Run, Step, Surroundings};

/// What a line did.
pub struct Done {
    /// The calls: targets without the service's prefix, and bodies.
    pub calls: Vec<(String, Value)>,
    /// The pauses.
    pub waits_ms: Vec<u64>,
    pub outcome: Outcome,
}

/// Carries `line` out; each call takes the next answer, the last again and again.
pub fn run(line: &str, answers: &[(u16, Value)]) -> Done {
    let mut run = Run::new(line, &Surroundings::default());
    let mut done = Done { calls: Vec::new(), waits_ms: Vec::new(), outcome: Outcome::default() };
    let mut answers = answers.iter();
    let mut answer = (200, json!({}));
    loop {
        match run.next() {
            Step::Call { target, body } => {
                let name = target.split_once('.').map_or(target.as_str(), |(_, name)| name).to_owned();
                done.calls.push((name, body));
                answer = answers.next().cloned().unwrap_or(answer);
                run.feed(answer.0, &answer.1);
            }
            Step::WaitMs(pause) => done.waits_ms.push(pause),
            Step::Clear | Step::History => {}
            Step::Done(outcome) => {
                done.outcome = outcome;
                return done;
            }
        }
    }
}

/// What a line prints that gets this answer.
pub fn printed(line: &str, answer: Value) -> String {
    run(line, &[(200, answer)]).outcome.output
}

/// A refusal.
pub fn refusal(code: &str, message: &str) -> (u16, Value) {
    (400, json!({ "__type": code, "message": message }))
}
