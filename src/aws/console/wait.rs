//! `aws kinesis wait …`: asks until a stream is as wished, as botocore's `waiters-2.json` says.
//!
//! Leaves out: waiting for channels, which are not simulated.

use super::answer::ServiceError;
use super::tree::Tree;
use crate::aws::model::Service;

/// What ends a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acceptor {
    /// An answer with this value at this path.
    Path {
        /// The path.
        path: &'static str,
        /// The value.
        expected: &'static str,
    },
    /// A refusal with this error code.
    Error {
        /// The code.
        code: &'static str,
    },
}

/// A plan of waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitPlan {
    /// AWS's name.
    pub name: &'static str,
    /// Its name on the command line.
    pub cli_name: &'static str,
    /// The service.
    pub service: Service,
    /// The operation that is asked again and again.
    pub operation: &'static str,
    /// The seconds between two calls.
    pub delay_s: u64,
    /// The most calls.
    pub attempts: u32,
    /// What ends the wait well.
    pub success: Acceptor,
}

/// All plans.
pub const WAIT_PLANS: [WaitPlan; 2] = [
    WaitPlan {
        name: "StreamExists",
        cli_name: "stream-exists",
        service: Service::Kinesis,
        operation: "DescribeStream",
        delay_s: 10,
        attempts: 18,
        success: Acceptor::Path { path: "StreamDescription.StreamStatus", expected: "ACTIVE" },
    },
    WaitPlan {
        name: "StreamNotExists",
        cli_name: "stream-not-exists",
        service: Service::Kinesis,
        operation: "DescribeStream",
        delay_s: 10,
        attempts: 18,
        success: Acceptor::Error { code: "ResourceNotFoundException" },
    },
];

/// What is to be done after an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AfterAnswer {
    /// Ask again after this long.
    AskAfterMs(u64),
    /// It is as wished.
    Done,
    /// It will not be; the reason as it is printed.
    Failed(String),
}

/// A wait that goes on.
#[derive(Clone, Debug)]
pub struct Wait {
    /// Its plan.
    pub plan: &'static WaitPlan,
    asked: u32,
}

impl WaitPlan {
    /// The plan of that name on the command line.
    pub fn of_cli_name(service: Service, name: &str) -> Option<&'static Self> {
        WAIT_PLANS.iter().find(|plan| plan.service == service && plan.cli_name == name)
    }

    /// What it waits for and how, in one sentence.
    pub fn summary(&self) -> String {
        let wished = match self.success {
            Acceptor::Path { path, expected } => format!("JMESPath query {path} returns {expected}"),
            Acceptor::Error { code } => format!("{code} is thrown"),
        };
        let operation = crate::aws::model::cli_name(self.operation);
        format!(
            "Wait until {wished} when polling with {operation}. It will poll every {} seconds until a successful state \
             has been reached. This will exit with a return code of 255 after {} failed checks.",
            self.delay_s, self.attempts
        )
    }
}

impl Wait {
    /// Nothing asked yet.
    pub const fn new(plan: &'static WaitPlan) -> Self {
        Self { plan, asked: 0 }
    }

    /// Takes an answer.
    pub fn take(&mut self, answer: Result<&Tree, &ServiceError>) -> AfterAnswer {
        self.asked += 1;
        let name = self.plan.name;
        let is_as_wished = match (self.plan.success, answer) {
            (Acceptor::Path { path, expected }, Ok(answer)) => answer.at(path) == Some(&Tree::from(expected)),
            (Acceptor::Error { code }, Err(error)) => error.code == code,
            _ => false,
        };
        match answer {
            _ if is_as_wished => AfterAnswer::Done,
            Err(error) => {
                let (code, message) = (&error.code, &error.message);
                AfterAnswer::Failed(format!("Waiter {name} failed: An error occurred ({code}): {message}"))
            }
            Ok(_) if self.asked >= self.plan.attempts => {
                AfterAnswer::Failed(format!("Waiter {name} failed: Max attempts exceeded"))
            }
            Ok(_) => AfterAnswer::AskAfterMs(self.plan.delay_s * 1_000),
        }
    }
}
