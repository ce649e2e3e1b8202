//! What a person should know: the one notice of the page, and what came of a command, shown where it was given.

use crate::engine::time::SimTime;
use crate::learn::message::Message;

/// Commands of which somebody shows what came of them at most; the oldest are forgotten.
const CLAIMS_MAX: usize = 16;

/// A notice on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Told apart by this.
    pub number: u32,
    /// What.
    pub told: Told,
}

/// What a notice tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// What somebody should know.
    Message(Message),
    /// What was looked for does not come, as the world stands at this moment.
    Missed(Message, SimTime),
    /// The run of this scenario has ended, and can be brought back.
    Ended(String),
}

/// What came of a command.
#[derive(Clone, Debug, PartialEq)]
enum Outcome {
    /// Nothing yet.
    Asked,
    Accepted,
    Refused(Message),
}

/// The notice of the page, and what is shown elsewhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notices {
    shown: Option<Notice>,
    made: u32,
    /// The commands of which is shown where they were given what came of them; the latest refusal alone is kept.
    claims: Vec<(u32, Outcome)>,
}

impl Notices {
    /// The notice to show: the newest.
    pub const fn shown(&self) -> Option<&Notice> {
        self.shown.as_ref()
    }

    /// Shows a notice instead of the one before.
    pub fn notify(&mut self, message: Message) {
        self.show(Told::Message(message));
    }

    /// Shows that something does not come.
    pub fn miss(&mut self, message: Message, at: SimTime) {
        self.show(Told::Missed(message, at));
    }

    /// Shows that the run of a scenario has ended, with the way back to it.
    pub fn offer_way_back(&mut self, scenario: String) {
        self.show(Told::Ended(scenario));
    }

    fn show(&mut self, told: Told) {
        self.made += 1;
        self.shown = Some(Notice { number: self.made, told });
    }

    /// Takes the notice of this number away.
    pub fn dismiss(&mut self, number: u32) {
        self.shown.take_if(|notice| notice.number == number);
    }

    /// Takes away what was said of what is no longer in view.
    pub fn clear(&mut self) {
        self.shown = None;
        self.forget_refusal();
    }

    /// Nothing comes of what was asked.
    pub fn forget_claims(&mut self) {
        self.claims.clear();
    }

    fn forget_refusal(&mut self) {
        self.claims.retain(|(_, outcome)| !matches!(outcome, Outcome::Refused(_)));
    }

    /// What comes of this command is shown by whoever gave it.
    pub fn claim(&mut self, command: u32) {
        self.forget_refusal();
        if self.claims.len() == CLAIMS_MAX {
            self.claims.remove(0);
        }
        self.claims.push((command, Outcome::Asked));
    }

    /// A command was refused, or something that is none.
    pub fn refuse(&mut self, command: Option<u32>, reason: Message) {
        self.forget_refusal();
        match command.and_then(|command| self.claim_of(command)) {
            Some(outcome) => *outcome = Outcome::Refused(reason),
            None => self.notify(reason),
        }
    }

    /// A command was accepted; says whether somebody waits for that.
    pub fn accept(&mut self, command: u32) -> bool {
        self.claim_of(command).map(|outcome| *outcome = Outcome::Accepted).is_some()
    }

    fn claim_of(&mut self, command: u32) -> Option<&mut Outcome> {
        self.claims.iter_mut().find(|(claimed, _)| *claimed == command).map(|(_, outcome)| outcome)
    }

    fn outcome(&self, command: u32) -> Option<&Outcome> {
        self.claims.iter().find(|(claimed, _)| *claimed == command).map(|(_, outcome)| outcome)
    }

    /// Why this command was refused, if it was the latest and was claimed.
    pub fn refusal_of(&self, command: u32) -> Option<&Message> {
        match self.outcome(command) {
            Some(Outcome::Refused(reason)) => Some(reason),
            _ => None,
        }
    }

    /// Whether this command was claimed and accepted.
    pub fn is_accepted(&self, command: u32) -> bool {
        self.outcome(command) == Some(&Outcome::Accepted)
    }

    /// Whether this command was claimed and nothing has come of it yet.
    pub fn is_waiting(&self, command: u32) -> bool {
        self.outcome(command) == Some(&Outcome::Asked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(id: &'static str) -> Message {
        Message::new(id)
    }

    #[test]
    fn the_newest_notice_is_shown_alone() {
        let mut notices = Notices::default();
        notices.notify(message("a"));
        let first = notices.shown().expect("a notice").number;
        notices.notify(message("b"));
        notices.dismiss(first);
        let second = notices.shown().expect("the newer one stays").clone();
        assert_eq!(second.told, Told::Message(message("b")));
        notices.dismiss(second.number);
        assert_eq!(notices.shown(), None);
    }

    #[test]
    fn a_refusal_is_shown_where_it_was_caused() {
        let mut notices = Notices::default();
        notices.claim(7);
        notices.refuse(Some(7), message("seven"));
        assert_eq!((notices.shown(), notices.refusal_of(7)), (None, Some(&message("seven"))));
        assert_eq!(notices.refusal_of(8), None);
        notices.refuse(Some(8), message("eight"));
        assert_eq!(notices.shown().map(|notice| &notice.told), Some(&Told::Message(message("eight"))));
        notices.claim(9);
        assert_eq!(notices.refusal_of(7), None, "it was asked again");
    }

    #[test]
    fn whoever_gave_a_command_learns_what_came_of_it() {
        let mut notices = Notices::default();
        notices.claim(7);
        notices.claim(8);
        assert!(notices.is_waiting(7) && !notices.is_accepted(7));
        assert!(notices.accept(7) && !notices.accept(9), "nobody waits for the ninth");
        assert!(notices.is_accepted(7) && !notices.is_waiting(7) && notices.is_waiting(8));
        notices.refuse(Some(8), message("eight"));
        notices.claim(10);
        notices.clear();
        assert_eq!((notices.is_accepted(7), notices.is_waiting(8), notices.refusal_of(8)), (true, false, None));
        notices.forget_claims();
        assert!(!notices.is_waiting(10), "what cannot be carried out is not waited for");
        for command in 20..40 {
            notices.claim(command);
        }
        assert!(!notices.is_waiting(20) && notices.is_waiting(39), "the oldest are forgotten");
    }
}
