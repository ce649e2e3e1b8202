//! Carries a line of commands out, step by step: whoever holds the world makes the calls and lets the time pass.
//!
//! ```
//! use shardscope::aws::console::{Run, Step, Surroundings};
//! use serde_json::json;
//!
//! let mut run = Run::new("aws kinesis describe-limits --query ShardLimit", &Surroundings::default());
//! let Step::Call { target, body } = run.next() else { panic!() };
//! assert_eq!((target.as_str(), body), ("Kinesis_20131202.DescribeLimits", json!({})));
//! run.feed(200, &json!({"ShardLimit": 500, "OpenShardCount": 4}));
//! let Step::Done(outcome) = run.next() else { panic!() };
//! assert_eq!(outcome.output, "500\n");
//! ```

use super::answer::{self, ServiceError};
use super::command::{self, Command, Invocation, Surroundings};
use super::lexer::{self, Word};
use super::output::OutputFormat;
use super::paginate::AfterPage;
use super::tree::Tree;
use super::usage::{EXIT_GENERAL, EXIT_SERVICE, EXIT_USAGE, UsageError};
use super::wait::{AfterAnswer, Wait};
use serde_json::Value;
use std::collections::VecDeque;
use std::fmt::Write;

/// What is to be done next.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Make this call, and feed its answer.
    Call {
        /// The target, such as `Kinesis_20131202.PutRecord`.
        target: String,
        /// The body.
        body: Value,
    },
    /// Let this much simulated time pass.
    WaitMs(u64),
    /// Clear the screen.
    Clear,
    /// List the commands so far.
    History,
    /// That was all.
    Done(Outcome),
}

/// How a line ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What all its commands printed.
    pub output: String,
    /// The exit code of its last command.
    pub exit: u8,
    /// Whether any of its commands failed.
    pub is_error: bool,
}

/// A line of commands that is being carried out.
#[derive(Clone, Debug)]
pub struct Run {
    surroundings: Surroundings,
    waiting: VecDeque<Vec<Word>>,
    doing: Option<Doing>,
    /// What is due before the next call.
    due: Option<Step>,
    outcome: Outcome,
}

/// A command that makes calls.
#[derive(Clone, Debug)]
struct Doing {
    invocation: Box<Invocation>,
    wait: Option<Wait>,
    /// How often the present call was tried.
    tries: u32,
}

impl Run {
    /// A line that has not begun. What is wrong with it is told when it is carried out.
    pub fn new(line: &str, surroundings: &Surroundings) -> Self {
        let mut run = Self {
            surroundings: surroundings.clone(),
            waiting: VecDeque::new(),
            doing: None,
            due: None,
            outcome: Outcome::default(),
        };
        match lexer::split(line) {
            Ok(commands) => run.waiting = commands.into(),
            Err(error) => run.fail(&format!("{error}\n"), EXIT_USAGE),
        }
        run
    }

    /// The next step. A call is the next step until it is fed.
    #[expect(clippy::should_implement_trait, reason = "the caller acts between two steps, so it is no iterator")]
    pub fn next(&mut self) -> Step {
        loop {
            if let Some(step) = self.due.take() {
                return step;
            }
            if let Some(doing) = &self.doing {
                let body = Value::Object(doing.invocation.body.clone());
                return Step::Call { target: doing.invocation.target(), body };
            }
            let Some(words) = self.waiting.pop_front() else { return Step::Done(self.outcome.clone()) };
            self.outcome.exit = 0;
            match command::parse(&words, &self.surroundings).and_then(refuse_what_needs_an_sdk) {
                Ok(Command::Invoke(invocation)) => self.doing = Some(Doing { invocation, wait: None, tries: 0 }),
                Ok(Command::Wait(invocation, plan)) => {
                    self.doing = Some(Doing { invocation, wait: Some(Wait::new(plan)), tries: 0 });
                }
                Ok(Command::Print(text)) => self.outcome.output.push_str(&text),
                Ok(Command::Clear) => self.due = Some(Step::Clear),
                Ok(Command::History) => self.due = Some(Step::History),
                Err(error) => self.fail(&error.output(), error.exit),
            }
        }
    }

    /// Takes the answer to the call: its HTTP status and its body.
    pub fn feed(&mut self, status: u16, body: &Value) {
        let Some(mut doing) = self.doing.take() else { return };
        doing.tries += 1;
        if doing.invocation.is_debug {
            self.show(&doing.invocation, status, body);
        }
        let outcome = if status < 300 {
            let answer = answer::read(doing.invocation.operation.output, body);
            self.answered(doing, answer)
        } else {
            let error = ServiceError::read(doing.invocation.operation.service, status, body);
            self.refused(doing, &error);
            Ok(())
        };
        if let Err(error) = outcome {
            self.fail(&error.output(), error.exit);
        }
    }

    fn answered(&mut self, mut doing: Doing, answer: Tree) -> Result<(), UsageError> {
        if let Some(wait) = &mut doing.wait {
            let after = wait.take(Ok(&answer));
            self.after_wait(doing, after);
            return Ok(());
        }
        let Some(pages) = &mut doing.invocation.pages else { return self.print(&doing.invocation, &[answer]) };
        match pages.take(answer, &mut doing.invocation.body)? {
            AfterPage::Ask => {
                doing.tries = 0;
                self.doing = Some(doing);
                Ok(())
            }
            // Text is printed page by page, and so is what is picked from it.
            AfterPage::Done if doing.invocation.output == OutputFormat::Text => {
                let answers = pages.one_by_one();
                self.print(&doing.invocation, &answers)
            }
            AfterPage::Done => {
                let answer = pages.whole();
                self.print(&doing.invocation, &[answer])
            }
        }
    }

    fn refused(&mut self, mut doing: Doing, error: &ServiceError) {
        let is_last = doing.tries >= self.surroundings.attempts;
        if error.is_retried() && !is_last {
            self.due = Some(Step::WaitMs(backoff_ms(doing.tries)));
            self.doing = Some(doing);
            return;
        }
        if let Some(wait) = &mut doing.wait {
            let after = wait.take(Err(error));
            self.after_wait(doing, after);
            return;
        }
        let retries = (is_last && doing.tries > 1).then(|| doing.tries - 1);
        self.fail(&error.output(doing.invocation.operation.name, retries), EXIT_SERVICE);
    }

    fn after_wait(&mut self, doing: Doing, after: AfterAnswer) {
        match after {
            AfterAnswer::Done => {}
            AfterAnswer::Failed(reason) => self.fail(&format!("\n{reason}\n"), EXIT_GENERAL),
            AfterAnswer::AskAfterMs(delay) => {
                self.due = Some(Step::WaitMs(delay));
                self.doing = Some(Doing { tries: 0, ..doing });
            }
        }
    }

    fn print(&mut self, invocation: &Invocation, answers: &[Tree]) -> Result<(), UsageError> {
        for answer in answers {
            let picked = invocation.query.as_ref().map(|query| query.search(answer)).transpose()?;
            let shown = picked.as_ref().unwrap_or(answer);
            let text = invocation.output.render(shown, invocation.operation.name, self.surroundings.width);
            self.outcome.output.push_str(&text);
        }
        Ok(())
    }

    /// What `--debug` shows of a call.
    fn show(&mut self, invocation: &Invocation, status: u16, body: &Value) {
        let request = Value::Object(invocation.body.clone());
        let target = invocation.target();
        let _ = write!(self.outcome.output, "> X-Amz-Target: {target}\n> {request}\n< HTTP {status}\n< {body}\n");
    }

    fn fail(&mut self, text: &str, exit: u8) {
        self.outcome.output.push_str(text);
        self.outcome.exit = exit;
        self.outcome.is_error = true;
    }
}

/// The pause before a request that was throttled is sent again. The AWS CLI takes a part of 1, 2, 4… seconds by chance;
/// here it is always half, so that a line does the same each time.
fn backoff_ms(tries: u32) -> u64 {
    const BACKOFF_MAX_MS: u64 = 20_000;
    (1_000_u64 << tries.saturating_sub(1).min(10)).min(BACKOFF_MAX_MS) / 2
}

/// Operations of the model that the AWS CLI leaves out, with the reason.
fn refuse_what_needs_an_sdk(command: Command) -> Result<Command, UsageError> {
    match command {
        Command::Invoke(invocation) if invocation.operation.name == "SubscribeToShard" => Err(UsageError::general(
            "aws kinesis subscribe-to-shard: the AWS CLI has no such command, because records are pushed over HTTP/2 for up \
             to five minutes. An SDK or the KCL subscribes.",
        )),
        other => Ok(other),
    }
}
